package io.weir.broker.auth;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the lines of a file, or says in one sentence why not. */
final class AccessFileLines {
  private AccessFileLines() {}

  /**
   * All lines.
   *
   * @param option what the file is in the configuration
   */
  static List<String> read(Path file, String option) throws AccessFileException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new AccessFileException(option + " " + file + " does not exist", e);
    } catch (CharacterCodingException e) {
      throw new AccessFileException(option + " " + file + " is not valid UTF-8", e);
    } catch (IOException e) {
      throw new AccessFileException(option + " " + file + " can't be read: " + e.getMessage(), e);
    }
  }
}
