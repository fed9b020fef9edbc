package io.weir.broker.loop;

/**
 * Counters of one loop. Plain fields: written by the loop alone, and a reader elsewhere gets a
 * recent value, which is all that statistics need.
 *
 * @threads written by the loop, read by any
 */
@SuppressWarnings("PublicField")
public final class LoopStats {
  public long publicationsReceived;
  public long publicationsSent;
  public long publicationsDropped;
  public long packetsReceived;
  public long packetsSent;
  public long bytesReceived;
  public long bytesSent;
}
