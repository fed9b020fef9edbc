package io.weir.app;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The flows to begin with, in the jar of the module {@code flows}. */
final class ExampleFlows {
  private static final Logger log = LoggerFactory.getLogger(ExampleFlows.class);
  private static final String PLACE = "io/weir/flows/examples";

  private ExampleFlows() {}

  /** Their folder by the name of the module; none if it can't be read, which is said. */
  static Map<String, Path> folders() {
    URL place = ExampleFlows.class.getClassLoader().getResource(PLACE);
    if (place == null) {
      return Map.of();
    }
    try {
      return Map.of("weir", folder(place.toURI()));
    } catch (IOException | URISyntaxException e) {
      log.warn("the example flows can't be read: {}", e.toString());
      return Map.of();
    }
  }

  private static Path folder(URI place) throws IOException {
    if (!place.getScheme().equals("jar")) {
      return Path.of(place);
    }
    try {
      // Stays open as long as the program runs: it is one file, which the class path has open too.
      return FileSystems.newFileSystem(place, Map.of()).getPath(PLACE);
    } catch (FileSystemAlreadyExistsException e) {
      return FileSystems.getFileSystem(place).getPath(PLACE);
    }
  }
}
