package io.weir.engine.messagetest;

import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import io.weir.engine.store.AtomicFile;
import io.weir.engine.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The file that holds the tests of a user directory. What isn't understood in it is an error, and
 * never written over.
 *
 * @threads any; blocks
 */
public final class MessageTestFile {
  private static final int INDENT = 2;

  private final Path path;

  /** The file of a user directory, {@code tests.json}, which need not exist. */
  public MessageTestFile(Path userDir) {
    this.path = userDir.resolve("tests.json");
  }

  /** The JSON of tests, as the file has it. */
  public static String text(List<MessageTest> tests) {
    return MessageJson.text(
        Map.of("tests", tests.stream().map(MessageTest::asJson).toList()), INDENT);
  }

  /**
   * The tests in the file; none if there is no file.
   *
   * @throws StoreException if it can't be read
   */
  public synchronized List<MessageTest> read() {
    try {
      return Files.exists(path)
          ? MessageTestReader.read(MessageJson.parse(Files.readString(path)))
          : List.of();
    } catch (IOException | JsonException | MessageTestException e) {
      throw new StoreException(
          path + " could not be read (" + e.getMessage() + "); repair it or move it away", e);
    }
  }

  /**
   * Replaces the tests in the file.
   *
   * @param isExpected whether what is there may be replaced, given as {@link #text} has it
   * @return false if it may not, and then nothing has changed
   * @throws StoreException if what is there can't be read, or the file can't be written
   */
  public synchronized boolean replace(List<MessageTest> tests, Predicate<String> isExpected) {
    if (!isExpected.test(text(read()))) {
      return false;
    }
    try {
      AtomicFile.write(path, text(tests) + "\n");
      return true;
    } catch (IOException e) {
      throw new StoreException(path + " could not be written (" + e + ")", e);
    }
  }
}
