package io.gridmill.worker.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.kernel.KernelMethod;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.constant.ClassDesc;
import org.junit.jupiter.api.Test;

class KernelCodeTest {

  /** Stands for TornadoVM's, which is known by its simple name. */
  @Target(ElementType.PARAMETER)
  @interface Reduce {}

  static void reducing(int i, int[] x, @Reduce int[] sum) {
    sum[0] += x[i];
  }

  static void endless(int i, int[] x) {
    x[i] = 1;
    while (true) {
      x[i]++;
    }
  }

  static void far(int i, int[] x, int[] y) {
    y[i] = near(x[i]);
  }

  private static int near(int x) {
    return Math.addExact(x, 1);
  }

  static void shifted(int i, double s, int[] x) {
    x[i] = x[i] >>> x[0];
  }

  private static KernelCode code(String name, Class<?>... parameters) throws Exception {
    return KernelCode.of(
        new KernelMethod(KernelCodeTest.class.getDeclaredMethod(name, parameters), 1));
  }

  @Test
  void namesTheLineTheReasonAndAWayOut() {
    assertThatThrownBy(() -> code("far", int.class, int[].class, int[].class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "kernel io\\.gridmill\\.worker\\.kernel\\.KernelCodeTest\\.far: "
                + "io\\.gridmill\\.worker\\.kernel\\.KernelCodeTest\\.near"
                + "\\(KernelCodeTest\\.java:\\d+\\): calls java\\.lang\\.Math\\.addExact\\(int,int\\) "
                + "\\[EXACT_ARITHMETIC\\] \\(expected on a device: use plain arithmetic, on long if "
                + "int is too small\\)");
  }

  @Test
  void refusesAReduction() {
    assertThatThrownBy(() -> code("reducing", int.class, int[].class, int[].class))
        .isInstanceOfSatisfying(
            KernelRefused.class,
            refused -> assertThat(refused.reason()).isEqualTo(KernelRefusal.REDUCE));
  }

  @Test
  void refusesALoopWithoutAWayOut() {
    assertThatThrownBy(() -> code("endless", int.class, int[].class))
        .isInstanceOfSatisfying(
            KernelRefused.class,
            refused -> assertThat(refused.reason()).isEqualTo(KernelRefusal.ENDLESS_LOOP));
  }

  @Test
  void writesCopiesThatStandAloneAndNameTheParameters() throws Exception {
    ClassDesc self = ClassDesc.of("some.where.Else");
    KernelCode code = code("shifted", int.class, double.class, int[].class);
    ClassModel written =
        ClassFile.of()
            .parse(
                ClassFile.of()
                    .build(
                        self,
                        type ->
                            assertThat(code.emit(type, self, "kernel").type().descriptorString())
                                .isEqualTo("(ID[I)V")));
    assertThat(written.methods().stream().map(method -> method.methodName().stringValue()))
        .containsExactly("kernel", "kernel$1");
    assertThat(
            written
                .methods()
                .getFirst()
                .code()
                .orElseThrow()
                .findAttribute(Attributes.localVariableTable())
                .orElseThrow()
                .localVariables()
                .stream()
                .map(LocalVariableInfo::slot))
        .containsExactly(0, 1, 3);
  }
}
