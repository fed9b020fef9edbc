package io.weir.editor.http;

import org.jspecify.annotations.Nullable;

/**
 * How a call may be answered.
 *
 * @param meaning when
 * @param mediaType of the body; null if there is none
 * @param schema the name of what the body is, if it is JSON; else null
 */
public record Answer(
    int status, String meaning, @Nullable String mediaType, @Nullable String schema) {}
