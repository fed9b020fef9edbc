package io.weir.engine.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flows were started or stopped, or can't run as they should.
 *
 * @param notification the body of Node-RED's {@code notification/runtime-state}
 */
public record RuntimeStateChanged(Map<String, @Nullable Object> notification)
    implements RuntimeEvent {}
