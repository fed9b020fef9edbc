package io.weir.engine.live;

import io.weir.engine.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message that an output has sent.
 *
 * @param number which one it was of all that the output has sent, from 1; where numbers are missing
 *     messages came too fast for each to be kept
 * @param atMillis when, in milliseconds since 1970
 * @param message the message; null if it was too large to be kept
 * @param preview its payload in short
 */
public record KeptMessage(long number, long atMillis, @Nullable Message message, String preview) {

  /** One that is kept whole. */
  static KeptMessage whole(long number, long atMillis, Message message) {
    return new KeptMessage(number, atMillis, message, "");
  }

  /** One of which only a preview is kept. */
  static KeptMessage tooLarge(long number, long atMillis, Message message) {
    return new KeptMessage(number, atMillis, null, Preview.of(message.payload()));
  }

  /** The same without secrets. */
  public KeptMessage without(SecretMask secrets) {
    return message == null
        ? new KeptMessage(number, atMillis, null, secrets.inPreview(preview))
        : new KeptMessage(number, atMillis, secrets.in(message), preview);
  }

  /** Its payload on one line, at most {@link Preview#LONGEST} characters. */
  @Override
  public String preview() {
    return message == null ? preview : Preview.of(message.payload());
  }
}
