package io.weir.broker.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's machine code, unpacked once beside the store rather than into a temporary directory at
 * each start, which costs a Pi time and its card wear.
 */
final class NativeLibrary {
  private static boolean isLoaded;

  private NativeLibrary() {}

  /**
   * Loads it if it is not loaded yet.
   *
   * @param storeDirectory its parent gets a folder for the library
   * @throws StoreException if there is none for this machine, or it can't be unpacked
   */
  static synchronized void load(Path storeDirectory) {
    if (isLoaded) {
      return;
    }
    String name = Environment.getJniLibraryFileName("rocksdb");
    URL packed = NativeLibrary.class.getClassLoader().getResource(name);
    if (packed == null) {
      throw new StoreException(
          "the store has no native library for this machine ("
              + System.getProperty("os.name")
              + ", "
              + System.getProperty("os.arch")
              + "); without persistence the broker runs here too");
    }
    Path folder = storeDirectory.resolveSibling("native");
    try {
      // The name under which the library looks for itself, which is not the one it is packed under.
      unpack(packed, folder.resolve(Environment.getJniLibraryFileName("rocksdbjni")));
      RocksDB.loadLibrary(List.of(folder.toString()));
    } catch (IOException | UnsatisfiedLinkError failure) {
      throw new StoreException(
          "the native library of the store could not be loaded from " + folder, failure);
    }
    isLoaded = true;
  }

  private static void unpack(URL packed, Path target) throws IOException {
    long expected = packed.openConnection().getContentLengthLong();
    if (Files.exists(target) && Files.size(target) == expected) {
      return;
    }
    Files.createDirectories(target.resolveSibling(""));
    Path unfinished = Files.createTempFile(target.resolveSibling(""), "unpacking-", ".tmp");
    try (InputStream in = packed.openStream()) {
      Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
    }
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException unsupported) {
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
