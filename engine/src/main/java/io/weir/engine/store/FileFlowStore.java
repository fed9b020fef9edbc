package io.weir.engine.store;

import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowFormatException;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.message.MessageJson;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Flows in a file as Node-RED writes it, with its backup beside it. */
public final class FileFlowStore implements FlowStore {
  private static final Logger log = LoggerFactory.getLogger(FileFlowStore.class);
  private static final int NODE_RED_INDENT = 4;

  private final Path file;
  // The revision that the file holds; null if it holds none that we could read.
  private @Nullable String savedRevision;
  private boolean isBroken;
  private int indent = NODE_RED_INDENT;

  /** A store in the file given, which need not exist. */
  public FileFlowStore(Path file) {
    this.file = file;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  private Path backup() {
    return file.resolveSibling("." + file.getFileName() + ".backup");
  }

  @Override
  public Loaded load() {
    isBroken = false;
    savedRevision = null;
    try {
      if (!Files.exists(file)) {
        return new Loaded(FlowDocument.EMPTY, null);
      }
      String text = Files.readString(file);
      if (text.isBlank()) {
        text = restoredFromBackup();
      }
      FlowDocument document = FlowReader.read(text);
      savedRevision = document.revision();
      indent = indentOf(text);
      return new Loaded(document, null);
    } catch (FlowFormatException e) {
      return broken(String.valueOf(e.getMessage()));
    } catch (CharacterCodingException e) {
      return broken("it is not UTF-8 text");
    } catch (IOException e) {
      return broken("it can't be read (" + e + ")");
    }
  }

  /** An empty file is what a power cut leaves of other programs' writes: the backup is better. */
  private String restoredFromBackup() throws IOException {
    Path backup = backup();
    if (Files.exists(backup) && Files.size(backup) > 0) {
      Files.copy(backup, file, StandardCopyOption.REPLACE_EXISTING);
      log.warn("{} was empty; restored from {}", file, backup.getFileName());
      return Files.readString(file);
    }
    return "[]";
  }

  private Loaded broken(String why) {
    isBroken = true;
    return new Loaded(
        FlowDocument.EMPTY,
        file
            + " could not be loaded: "
            + why
            + ". No flows are running. The file is left as it is; repair it and restart, or deploy"
            + " new flows and it is kept aside.");
  }

  private static int indentOf(String text) {
    int line = text.indexOf('\n');
    if (line < 0) {
      return 0;
    }
    int blanks = 0;
    while (line + 1 + blanks < text.length() && text.charAt(line + 1 + blanks) == ' ') {
      blanks++;
    }
    return blanks == 0 ? NODE_RED_INDENT : blanks;
  }

  @Override
  public void save(FlowDocument document) {
    if (Objects.equals(savedRevision, document.revision())) {
      return;
    }
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      if (Files.exists(file)) {
        keepWhatIsThere();
      }
      AtomicFile.write(file, MessageJson.text(document.raw(), indent));
    } catch (IOException e) {
      throw new StoreException(
          "the flows could not be saved to " + file + " (" + e + "); the running flows go on", e);
    }
    savedRevision = document.revision();
    isBroken = false;
  }

  private void keepWhatIsThere() throws IOException {
    if (!isBroken) {
      Files.copy(file, backup(), StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    String time =
        LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss"));
    Path aside = file.resolveSibling(file.getFileName() + ".broken-" + time);
    Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
    log.warn("{} could not be read before; kept as {}", file, aside.getFileName());
  }
}
