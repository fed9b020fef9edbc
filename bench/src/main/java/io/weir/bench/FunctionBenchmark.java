package io.weir.bench;

import io.weir.engine.message.Message;
import io.weir.nodes.StandardNodes;
import io.weir.nodes.function.script.GraalScripts;
import io.weir.nodes.function.script.Scripts;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a function node costs: into JavaScript, a line of code, and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgs = {
      "-Dpolyglotimpl.AttachLibraryFailureAction=ignore",
      "-Dpolyglot.engine.WarnInterpreterOnly=false"
    })
public class FunctionBenchmark {
  private static final int MESSAGES = 1_000;

  private final Message number = Message.ofPayload(21.5).with("topic", "greenhouse/temp");
  private final Message object =
      Message.ofPayload(
          Map.of("temperature", 21.5, "humidity", 48, "battery", 87, "name", "balcony"));
  private Scripts scripts;
  private FlowHarness convert;
  private FlowHarness pick;

  /** Starts the flows. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    scripts = new GraalScripts();
    convert = function("msg.payload = msg.payload * 9 / 5 + 32; return msg;");
    pick = function("return { payload: msg.payload.temperature, topic: msg.payload.name };");
    // The first call waits for the script engine.
    convert.send(number, 1);
    pick.send(object, 1);
  }

  private FlowHarness function(String code) throws Exception {
    StandardNodes nodes =
        new StandardNodes(
            (settings, listener) -> {
              throw new IllegalStateException("no broker here");
            },
            scripts);
    return new FlowHarness(
        nodes.types(),
        """
        [{"id":"t","type":"tab"},
         {"id":"e","type":"entry","z":"t","x":1,"y":1,"wires":[["f"]]},
         {"id":"f","type":"function","z":"t","x":1,"y":1,"outputs":1,"func":"%s","wires":[["c"]]},
         {"id":"c","type":"counter","z":"t","x":1,"y":1}]"""
            .formatted(code));
  }

  /** Stops them. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    convert.close();
    pick.close();
    scripts.close();
  }

  /** A number converted in place. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void convertNumber() throws InterruptedException {
    convert.send(number, MESSAGES);
  }

  /** A new message made of two members of an object. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void pickFromObject() throws InterruptedException {
    pick.send(object, MESSAGES);
  }
}
