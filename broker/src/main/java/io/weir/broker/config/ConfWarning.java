package io.weir.broker.config;

/**
 * Something that the user of a configuration should know.
 *
 * @param text names file and line
 * @param isMissing whether an option is left out, which is an error with {@code --strict}
 */
public record ConfWarning(String text, boolean isMissing) {}
