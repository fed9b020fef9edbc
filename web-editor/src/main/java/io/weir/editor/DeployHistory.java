package io.weir.editor;

import io.weir.engine.flow.FlowDiff;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.message.MessageJson;
import io.weir.engine.store.AtomicFile;
import io.weir.engine.store.JsonFile;
import io.weir.engine.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The latest deploys and the flows that each of them put in place: {@code .deploys/} in the user
 * directory. Without credentials, which are no part of the flows.
 *
 * <p>Blocks; never called on an event loop.
 */
final class DeployHistory {
  /** Deploys that are remembered. */
  static final int MOST = 20;

  private static final String ENTRIES = "deploys";

  private final Path folder;
  private final JsonFile index;

  DeployHistory(Path userDir) {
    this.folder = userDir.resolve(".deploys");
    this.index = new JsonFile(folder.resolve("index.json"));
  }

  /**
   * Remembers a deploy, and what was there before if it is the first.
   *
   * @param user who deployed; null for somebody without a name
   * @throws StoreException if it can't
   */
  synchronized void add(
      @Nullable String user, FlowDocument before, FlowDocument after, long atMillis) {
    try {
      Files.createDirectories(folder);
      List<Map<?, ?>> entries = new ArrayList<>(entries());
      if (entries.isEmpty() && !before.entries().isEmpty()) {
        entries.add(entry(null, FlowDocument.EMPTY, before, atMillis));
        save(before);
      }
      entries.add(entry(user, before, after, atMillis));
      save(after);
      while (entries.size() > MOST) {
        String gone = String.valueOf(entries.remove(0).get("rev"));
        if (entries.stream().noneMatch(entry -> gone.equals(entry.get("rev")))) {
          Files.deleteIfExists(file(gone));
        }
      }
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      all.put(ENTRIES, entries);
      index.write(all);
    } catch (IOException e) {
      throw new StoreException(folder + " could not be written (" + e + ")", e);
    }
  }

  private static Map<String, @Nullable Object> entry(
      @Nullable String user, FlowDocument before, FlowDocument after, long atMillis) {
    FlowDiff diff = FlowDiff.between(before, after, Set.of());
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("rev", after.revision());
    entry.put("at", atMillis);
    entry.put("user", user);
    entry.put("added", diff.added().size());
    entry.put("changed", diff.changed().size() + diff.rewired().size());
    entry.put("removed", diff.removed().size());
    return entry;
  }

  private void save(FlowDocument document) throws IOException {
    Path file = file(document.revision());
    if (!Files.exists(file)) {
      AtomicFile.writePrivate(file, MessageJson.text(document.raw()));
    }
  }

  private Path file(String revision) {
    return folder.resolve(revision + ".json");
  }

  private List<Map<?, ?>> entries() {
    List<Map<?, ?>> entries = new ArrayList<>();
    if (index.read().get(ENTRIES) instanceof List<?> list) {
      list.forEach(
          entry -> {
            if (entry instanceof Map<?, ?> map) {
              entries.add(map);
            }
          });
    }
    return entries;
  }

  /** The deploys, the latest first. */
  synchronized List<Map<?, ?>> latest() {
    List<Map<?, ?>> latest = new ArrayList<>();
    entries().forEach(entry -> latest.add(0, entry));
    return latest;
  }

  /**
   * The flows that a deploy has put in place; empty if it isn't remembered.
   *
   * @throws StoreException if they can't be read
   */
  synchronized Optional<FlowDocument> flows(String revision) {
    boolean isKnown = entries().stream().anyMatch(entry -> revision.equals(entry.get("rev")));
    if (!isKnown) {
      return Optional.empty();
    }
    try {
      return Optional.of(FlowReader.read(Files.readString(file(revision))));
    } catch (IOException e) {
      throw new StoreException(file(revision) + " could not be read (" + e + ")", e);
    }
  }
}
