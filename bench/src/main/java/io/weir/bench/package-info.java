/** Micro-benchmarks; {@code java -jar bench/target/weir-bench.jar} runs them. */
package io.weir.bench;
