package io.weir.app.config;

import io.weir.engine.store.AtomicFile;
import io.weir.engine.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The configuration as it is on the disk, under what the command line says.
 *
 * @param overrides the command line, which names the file too
 * @threads any; blocks on the disk
 */
public record ConfigFile(ConfigReader.Overrides overrides) {

  /**
   * Changes the file, if what comes out of that is a configuration.
   *
   * <p>The file is its owner's alone from then on: what is written here are passwords, hashed
   * though they are.
   *
   * @param change makes the new text out of the present one
   * @return the configuration in force when the program starts the next time
   * @throws IllegalArgumentException naming what is wrong; the file is as it was
   * @throws StoreException if it can't be read or written; it is as it was
   */
  public WeirConfig edit(UnaryOperator<String> change) {
    Path file = ConfigReader.file(overrides);
    if (file.toString().endsWith(".js")) {
      throw new IllegalArgumentException(
          file + " is JavaScript, which is read only; start with a weir.yaml to change settings");
    }
    String text = change.apply(ConfigReader.text(overrides));
    WeirConfig config = ConfigReader.read(overrides, text);
    try {
      AtomicFile.writePrivate(file, text);
    } catch (IOException e) {
      throw new StoreException(file + " can't be written (" + e + ")", e);
    }
    return config;
  }
}
