package io.weir.broker.store;

import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.packet.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one loop in front of the store's one writer.
 *
 * @threads its loop
 */
final class LoopJournal implements Journal {
  private record Waiting(long position, Runnable callback) {}

  private final BrokerLoop loop;
  private final StoreWriter writer;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  private List<Change> noted = new ArrayList<>();
  private int notedWeight;
  private @Nullable StoredMessage latest;
  private boolean isHandOverDue;
  private boolean isMarkDue;
  private long position;
  private long safe;

  LoopJournal(BrokerLoop loop, StoreWriter writer) {
    this.loop = loop;
    this.writer = writer;
  }

  @Override
  public boolean isKept() {
    return true;
  }

  @Override
  public long newSessionNumber() {
    return writer.newSessionNumber();
  }

  @Override
  public void note(Change change) {
    noted.add(change);
    notedWeight += change.weight();
    position++;
    scheduleHandOver();
  }

  @Override
  public StoredMessage owed(Publication publication, StoredMessage.Owner owner) {
    StoredMessage present = latest;
    if (present != null && present.publication() == publication) {
      present.addOwner(owner);
      position++;
      return present;
    }
    StoredMessage message = new StoredMessage(writer.newSequence(), publication);
    message.addOwner(owner);
    latest = message;
    note(new Change.Owed(message));
    return message;
  }

  @Override
  public void finished(StoredMessage message, long session) {
    note(
        message.finishOne()
            ? new Change.Forgotten(message)
            : new Change.Progress(message, session, Change.Step.DONE, 0));
  }

  @Override
  public void noteElsewhere() {
    position++;
    isMarkDue = true;
    scheduleHandOver();
  }

  private void scheduleHandOver() {
    if (!isHandOverDue) {
      isHandOverDue = true;
      loop.afterThisTick(this::endOfTick);
    }
  }

  private void endOfTick() {
    isHandOverDue = false;
    handOver();
  }

  @Override
  public void handOver() {
    latest = null;
    if (noted.isEmpty() && !isMarkDue) {
      return;
    }
    List<Change> unit = noted;
    long upTo = position;
    noted = new ArrayList<>();
    isMarkDue = false;
    writer.add(new StoreWriter.Unit(unit, notedWeight, () -> loop.execute(() -> becameSafe(upTo))));
    notedWeight = 0;
  }

  private void becameSafe(long upTo) {
    safe = Math.max(safe, upTo);
    Waiting next = waiting.peek();
    while (next != null && next.position() <= safe) {
      waiting.remove();
      next.callback().run();
      next = waiting.peek();
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public boolean isAllSafe() {
    return safe == position;
  }

  @Override
  public void whenSafe(Runnable callback) {
    if (isAllSafe() && waiting.isEmpty()) {
      callback.run();
    } else {
      waiting.add(new Waiting(position, callback));
    }
  }

  @Override
  public boolean isBehind() {
    return writer.isBehind();
  }

  @Override
  public boolean isFailing() {
    return writer.isFailing();
  }
}
