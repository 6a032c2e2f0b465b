package io.gridmill.worker.tornado;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * TornadoVM's classes and methods, as far as they are used, found by their names. Whatever they
 * throw comes out as it is.
 */
final class TornadoApi {
  private static final String ROOT = "uk.ac.manchester.tornado.api.";

  /** The most arguments of a task that are ever needed: context, sizes, one guard, eight values. */
  private static final int MOST_ARGUMENTS = 13;

  private final MethodHandles.Lookup lookup = MethodHandles.publicLookup();
  private final Class<?> graph = type("TaskGraph");
  private final Class<?> frozen = type("ImmutableTaskGraph");
  private final Class<?> plan = type("TornadoExecutionPlan");
  private final Class<?> context = type("KernelContext");
  private final Class<?> worker = type("WorkerGrid");
  private final Class<?> scheduler = type("GridScheduler");
  private final Class<?> device = type("common.TornadoDevice");
  private final Class<?> target = type("TornadoTargetDevice");

  private final MethodHandle newGraph = constructor(graph, String.class);
  private final MethodHandle newContext = constructor(context);
  private final MethodHandle newScheduler = constructor(scheduler);
  private final List<MethodHandle> newWorker =
      List.of(
          constructor(type("WorkerGrid1D"), int.class),
          constructor(type("WorkerGrid2D"), int.class, int.class),
          constructor(type("WorkerGrid3D"), int.class, int.class, int.class));
  private final MethodHandle setLocalWork =
      method(worker, "setLocalWork", void.class, long.class, long.class, long.class);
  private final MethodHandle addWorker =
      method(scheduler, "addWorkerGrid", void.class, String.class, worker);
  private final MethodHandle toDevice =
      method(graph, "transferToDevice", graph, int.class, Object[].class).asFixedArity();
  private final MethodHandle toHost =
      method(graph, "transferToHost", graph, int.class, Object[].class).asFixedArity();
  private final List<MethodHandle> task = tasks();
  private final MethodHandle snapshot = method(graph, "snapshot", frozen);
  private final MethodHandle newPlan = constructor(plan, frozen.arrayType()).asFixedArity();
  private final MethodHandle withScheduler = method(plan, "withGridScheduler", plan, scheduler);
  private final MethodHandle execute = method(plan, "execute", type("TornadoExecutionResult"));
  private final MethodHandle freeMemory = method(plan, "freeDeviceMemory", plan);
  private final MethodHandle closePlan = method(plan, "close", void.class);
  private final int firstExecution = mode("FIRST_EXECUTION");
  private final int everyExecution = mode("EVERY_EXECUTION");

  /** When arrays are copied to the device. */
  enum Upload {
    /** At the first execution of a plan. */
    ONCE,
    /** At each. */
    ALWAYS
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(ROOT + name, false, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException e) {
      throw new LinkageError("TornadoVM has no class " + ROOT + name, e);
    }
  }

  private MethodHandle constructor(Class<?> type, Class<?>... parameters) {
    try {
      return lookup.findConstructor(type, methodType(void.class, parameters));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("TornadoVM has another " + type, e);
    }
  }

  private MethodHandle method(Class<?> type, String name, Class<?> result, Class<?>... parameters) {
    try {
      return lookup.findVirtual(type, name, methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("TornadoVM has another " + type + "." + name, e);
    }
  }

  private int mode(String name) {
    try {
      return (int)
          lookup.findStaticGetter(type("enums.DataTransferMode"), name, int.class).invoke();
    } catch (Throwable e) {
      throw new LinkageError("TornadoVM has no transfer mode " + name, e);
    }
  }

  private List<MethodHandle> tasks() {
    List<MethodHandle> all = new ArrayList<>();
    for (int arguments = 1; arguments <= MOST_ARGUMENTS; arguments++) {
      MethodType type =
          methodType(graph, String.class, taskType(arguments))
              .appendParameterTypes(java.util.Collections.nCopies(arguments, Object.class));
      try {
        all.add(lookup.findVirtual(graph, "task", type));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("TornadoVM has another " + graph + ".task", e);
      }
    }
    return all;
  }

  /** The interface of a task of so many arguments. */
  static Class<?> taskType(int arguments) {
    return type("common.TornadoFunctions$Task" + arguments);
  }

  /** The class of {@code KernelContext}. */
  Class<?> contextType() {
    return context;
  }

  Object newContext() throws Throwable {
    return newContext.invoke();
  }

  Object newGraph(String name) throws Throwable {
    return newGraph.invoke(name);
  }

  void upload(Object taskGraph, Upload when, Object array) throws Throwable {
    int mode = when == Upload.ONCE ? firstExecution : everyExecution;
    var _ = (Object) toDevice.invoke(taskGraph, mode, new Object[] {array});
  }

  void download(Object taskGraph, Object array) throws Throwable {
    var _ = (Object) toHost.invoke(taskGraph, everyExecution, new Object[] {array});
  }

  void task(Object taskGraph, String id, Object code, List<Object> arguments) throws Throwable {
    List<Object> all = new ArrayList<>(List.of(taskGraph, id, code));
    all.addAll(arguments);
    task.get(arguments.size() - 1).invokeWithArguments(all);
  }

  Object newScheduler() throws Throwable {
    return newScheduler.invoke();
  }

  /**
   * Says for which indices a task is run.
   *
   * @param global the sizes, the fast index first
   * @param local how many of them a group has; divides {@code global}
   */
  void schedule(Object grid, String task, List<Integer> global, List<Long> local) throws Throwable {
    Object sizes = newWorker.get(global.size() - 1).invokeWithArguments(global);
    setLocalWork.invoke(sizes, local.get(0), local.get(1), local.get(2));
    addWorker.invoke(grid, task, sizes);
  }

  /** A plan that is ready to be executed. */
  Object newPlan(Object taskGraph, Object grid) throws Throwable {
    Object frozenGraph = snapshot.invoke(taskGraph);
    Object graphs = java.lang.reflect.Array.newInstance(frozen, 1);
    java.lang.reflect.Array.set(graphs, 0, frozenGraph);
    Object made = newPlan.invoke(graphs);
    return withScheduler.invoke(made, grid);
  }

  void execute(Object executionPlan) throws Throwable {
    var _ = (Object) execute.invoke(executionPlan);
  }

  /** Frees what a plan has on the device. */
  void close(Object executionPlan) throws Throwable {
    try {
      var _ = (Object) freeMemory.invoke(executionPlan);
    } finally {
      closePlan.invoke(executionPlan);
    }
  }

  /** The device that plans run on where nothing else is said. */
  Object defaultDevice() throws Throwable {
    Class<?> runtime = type("TornadoRuntime");
    Object running =
        lookup
            .findStatic(
                type("runtime.TornadoRuntimeProvider"), "getTornadoRuntime", methodType(runtime))
            .invoke();
    return method(runtime, "getDefaultDevice", device).invoke(running);
  }

  /** What a device says of itself. */
  TornadoDevice describe(Object of) throws Throwable {
    Object physical = method(device, "getPhysicalDevice", target).invoke(of);
    Object backend =
        method(device, "getTornadoVMBackend", type("enums.TornadoVMBackendType")).invoke(of);
    long[] groups =
        (long[]) method(target, "getDeviceMaxWorkGroupSize", long[].class).invoke(physical);
    return new TornadoDevice(
        backend.toString().toLowerCase(java.util.Locale.ROOT),
        (String) method(device, "getPlatformName", String.class).invoke(of),
        (String) method(target, "getDeviceName", String.class).invoke(physical),
        (long) method(target, "getDeviceGlobalMemorySize", long.class).invoke(physical),
        (int) method(target, "getDeviceMaxComputeUnits", int.class).invoke(physical),
        groups.length == 0 ? 1 : groups[0]);
  }
}
