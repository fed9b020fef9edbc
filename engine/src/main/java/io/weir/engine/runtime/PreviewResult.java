package io.weir.engine.runtime;

import io.weir.engine.event.LogEntry;
import io.weir.engine.live.KeptMessage;
import java.util.List;

/**
 * What a node would do with a message.
 *
 * @param outputs what it would send, by output
 * @param log what it would say: errors and warnings among others
 * @param isOver false if it was still at it when its time was up
 */
public record PreviewResult(List<List<KeptMessage>> outputs, List<LogEntry> log, boolean isOver) {}
