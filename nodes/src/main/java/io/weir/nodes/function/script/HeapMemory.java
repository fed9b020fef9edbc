package io.weir.nodes.function.script;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/** The heap of this process. */
final class HeapMemory implements CallWatch.Memory {
  /** Above this share of the heap, what survives collections leaves too little room. */
  private static final double SCARCE = 0.75;

  /** A call that allocated less than this share of the heap isn't what fills it. */
  private static final double MUCH = 0.25;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long most = Runtime.getRuntime().maxMemory();
  // The pools where long-lived objects end up: what is in the others may be garbage.
  private final List<MemoryPoolMXBean> lasting =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .filter(pool -> pool.getName().contains("Old") || pool.getName().contains("Tenured"))
          .toList();

  @Override
  public long allocatedBy(Thread thread) {
    @SuppressWarnings("deprecation") // threadId() came with Java 19
    long id = thread.getId();
    return threads.getThreadAllocatedBytes(id);
  }

  @Override
  public boolean isScarce() {
    long used = 0;
    for (MemoryPoolMXBean pool : lasting) {
      MemoryUsage usage = pool.getUsage();
      used += usage == null ? 0 : usage.getUsed();
    }
    return used > most * SCARCE;
  }

  @Override
  public boolean isMuch(long bytes) {
    return bytes > most * MUCH;
  }
}
