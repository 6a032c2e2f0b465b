package io.gridmill.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import io.gridmill.job.TaskId;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FrameCodecTest {
  @Property
  void readsWhatItWrote(@ForAll("frames") Frame frame) throws ProtocolException {
    FrameOutput out = new FrameOutput();
    FrameCodec.write(frame, out);

    Frame read = FrameCodec.read(out.bytes(), 4, out.size());

    assertThat(read).usingRecursiveComparison().isEqualTo(frame);
  }

  @Property
  void refusesAFrameThatIsCutOff(@ForAll("frames") Frame frame, @ForAll Random random)
      throws ProtocolException {
    FrameOutput out = new FrameOutput();
    FrameCodec.write(frame, out);
    int end = 4 + random.nextInt(out.size() - 4);

    assertThatThrownBy(() -> FrameCodec.read(out.bytes(), 4, end))
        .isInstanceOf(ProtocolException.class);
  }

  @Property
  void refusesOrReadsRandomBytes(@ForAll byte[] bytes) {
    readsOrRefuses(bytes, bytes.length);
  }

  @Property
  void refusesOrReadsDamagedFrames(@ForAll("frames") Frame frame, @ForAll Random random)
      throws ProtocolException {
    FrameOutput out = new FrameOutput();
    FrameCodec.write(frame, out);
    byte[] bytes = java.util.Arrays.copyOfRange(out.bytes(), 4, out.size());
    for (int i = 0; i < 3; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    readsOrRefuses(bytes, bytes.length);
  }

  private static void readsOrRefuses(byte[] bytes, int end) {
    try {
      assertThat(FrameCodec.read(bytes, 0, end)).isNotNull();
    } catch (ProtocolException refused) {
      assertThat(refused).hasMessageMatching("(?s).+: .+");
    }
  }

  @Example
  void doesNotBelieveALengthThatIsMoreThanThereIs() {
    byte[] log = {
      33, 1, 3, 'O', 'U', 'T', (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 'x'
    };

    assertThatThrownBy(() -> FrameCodec.read(log, 0, log.length))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("length: 2147483647 (expected: at most 1)");
  }

  @Example
  void refusesToWriteAFrameThatIsTooLargeAndKeepsWhatWasThere() throws ProtocolException {
    FrameOutput out = new FrameOutput();
    FrameCodec.write(new Frame.Stop(), out);
    int size = out.size();
    var large = new Frame.Log(1, Frame.Source.LOG, "x".repeat(Frame.MAX_BYTES));

    assertThatThrownBy(() -> FrameCodec.write(large, out)).isInstanceOf(ProtocolException.class);
    assertThat(out.size()).isEqualTo(size);
  }

  @Provide
  Arbitrary<Frame> frames() {
    return Arbitraries.oneOf(
        Combinators.combine(numbers(), calls(), texts().injectNull(.5)).as(Frame.Run::new),
        Combinators.combine(
                numbers(),
                calls(),
                numbers(),
                numbers(),
                texts().injectNull(.5),
                Arbitraries.integers().greaterOrEqual(0),
                Arbitraries.of(true, false))
            .as(Frame.RunItems::new),
        Combinators.combine(
                numbers(),
                calls(),
                numbers(),
                numbers(),
                texts(),
                Arbitraries.integers().greaterOrEqual(0))
            .as(Frame.Combine::new),
        Combinators.combine(numbers(), calls(), resultFiles().list().ofMaxSize(4))
            .as(Frame.Compare::new),
        Combinators.combine(numbers(), calls(), numbers(), texts(), texts().injectNull(.5))
            .as(Frame.Reduce::new),
        numbers().map(Frame.Cancel::new),
        numbers().map(Frame.Yield::new),
        numbers().list().ofMaxSize(70).map(Frame.TakeBack::new),
        Arbitraries.just(new Frame.Stop()),
        Combinators.combine(Arbitraries.integers().greaterOrEqual(0), texts(), numbers())
            .as(Frame.Hello::new),
        Combinators.combine(numbers(), Arbitraries.of(Frame.Source.class), texts())
            .as(Frame.Log::new),
        Combinators.combine(numbers(), progress()).as(Frame.Report::new),
        Combinators.combine(numbers(), payloads()).as(Frame.Checkpoint::new),
        items(),
        Combinators.combine(
                numbers(), numbers(), payloads().injectNull(.5), texts().list().ofMaxSize(5))
            .as(Frame.Done::new),
        Combinators.combine(numbers(), numbers(), failures(), Arbitraries.of(true, false))
            .as(Frame.Failed::new),
        Combinators.combine(numbers(), numbers()).as(Frame.Cancelled::new),
        numbers().list().ofMaxSize(70).map(Frame.Returned::new));
  }

  private static Arbitrary<Frame.ResultFiles> resultFiles() {
    return Combinators.combine(
            texts().injectNull(.5), Arbitraries.maps(texts(), texts()).ofMaxSize(3))
        .as(Frame.ResultFiles::new);
  }

  private static Arbitrary<Frame> items() {
    var errors = Combinators.combine(numbers(), failures()).as(Frame.ItemFailed::new);
    return Combinators.combine(
            numbers(),
            numbers(),
            numbers(),
            payloads(),
            numbers(),
            octets(),
            errors.list().ofMaxSize(5))
        .as(Frame.Items::new);
  }

  private static Arbitrary<Long> numbers() {
    return Arbitraries.longs().greaterOrEqual(0);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
  }

  private static Arbitrary<byte[]> octets() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
  }

  private static Arbitrary<Payload> payloads() {
    return Arbitraries.oneOf(octets().map(Payload.Inline::new), texts().map(Payload.InFile::new));
  }

  private static Arbitrary<Failure> failures() {
    return Combinators.combine(Arbitraries.of(ErrorCode.class), texts(), texts().injectNull(.5))
        .as(Failure::new);
  }

  private static Arbitrary<Progress> progress() {
    return Combinators.combine(numbers(), numbers(), numbers(), texts().injectNull(.5))
        .as(Progress::new);
  }

  private static Arbitrary<JobCall> calls() {
    return Combinators.combine(
            texts().map(key -> TaskId.derived("somebody", key)),
            Arbitraries.integers().greaterOrEqual(0),
            texts(),
            texts().injectNull(.5),
            Arbitraries.maps(texts(), texts()).ofMaxSize(4),
            texts())
        .as(JobCall::new);
  }

  @Example
  void keepsTextBeyondTheBasicPlane() throws ProtocolException {
    FrameOutput out = new FrameOutput();
    FrameCodec.write(new Frame.Log(3, Frame.Source.OUT, "grün 🌾"), out);

    assertThat(FrameCodec.read(out.bytes(), 4, out.size()))
        .isEqualTo(new Frame.Log(3, Frame.Source.OUT, "grün 🌾"));
    assertThat(List.of(out.bytes()[3])).containsExactly((byte) (out.size() - 4));
  }
}
