package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the compiler can't say about the sources. */
class ArchitectureTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?(io\\.weir\\.[a-z0-9.]+)\\.[A-Z]", Pattern.MULTILINE);
  private static final Pattern PACKAGE =
      Pattern.compile("^package ([a-z0-9.]+);", Pattern.MULTILINE);

  private static List<Path> sources(String module, String kind) throws IOException {
    Path folder = ROOT.resolve(module).resolve("src/" + kind + "/java");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static Map<String, Set<String>> imports(String module) throws IOException {
    Map<String, Set<String>> imports = new HashMap<>();
    for (Path file : sources(module, "main")) {
      String text = Files.readString(file);
      Matcher own = PACKAGE.matcher(text);
      assertThat(own.find()).as("%s has a package", file).isTrue();
      Set<String> targets = imports.computeIfAbsent(own.group(1), name -> new TreeSet<>());
      Matcher imported = IMPORT.matcher(text);
      while (imported.find()) {
        if (!imported.group(1).equals(own.group(1))) {
          targets.add(imported.group(1));
        }
      }
    }
    return imports;
  }

  private static Set<String> modulesImportedBy(String module) throws IOException {
    Set<String> modules = new TreeSet<>();
    imports(module).values().stream()
        .flatMap(Set::stream)
        .map(name -> name.split("\\.", 4)[2])
        .forEach(modules::add);
    return modules;
  }

  @Test
  void modules_import_downwards_only() throws IOException {
    assertThat(modulesImportedBy("engine")).containsOnly("engine");
    assertThat(modulesImportedBy("broker")).containsOnly("broker");
    assertThat(modulesImportedBy("nodes")).containsOnly("nodes", "engine");
    assertThat(modulesImportedBy("web-editor")).containsOnly("editor", "engine");
    assertThat(modulesImportedBy("app")).isSubsetOf("app", "broker", "editor", "engine", "nodes");
  }

  @Test
  void the_engine_knows_neither_web_nor_mqtt() throws IOException {
    for (Path file : sources("engine", "main")) {
      assertThat(Files.readString(file))
          .as("%s", file)
          .doesNotContain("io.vertx.ext.web", "io.vertx.mqtt", "com.fasterxml.jackson.databind");
    }
  }

  @Test
  void packages_do_not_go_in_circles() throws IOException {
    for (String module : List.of("engine", "nodes", "web-editor")) {
      Map<String, Set<String>> graph = imports(module);
      for (String start : graph.keySet()) {
        assertThat(reachable(graph, start))
            .as("packages that %s needs, directly or by others", start)
            .doesNotContain(start);
      }
    }
  }

  private static Set<String> reachable(Map<String, Set<String>> graph, String start) {
    Set<String> found = new HashSet<>();
    List<String> open = new ArrayList<>(graph.getOrDefault(start, Set.of()));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (found.add(next)) {
        open.addAll(graph.getOrDefault(next, Set.of()));
      }
    }
    return found;
  }

  @Test
  void nobody_sleeps() throws IOException {
    for (String module : List.of("engine", "nodes", "broker", "web-editor", "app")) {
      for (String kind : List.of("main", "test")) {
        for (Path file : sources(module, kind)) {
          if (file.endsWith("ArchitectureTest.java")) {
            continue;
          }
          assertThat(Files.readString(file)).as("%s", file).doesNotContain("Thread.sleep(");
        }
      }
    }
  }

  @Test
  void vertx_internals_stay_in_one_place_of_a_module() throws IOException {
    for (String module : List.of("engine", "nodes", "broker", "web-editor", "app")) {
      for (Path file : sources(module, "main")) {
        if (file.toString().contains("/broker/listener/")
            || file.endsWith("nodes/support/Sockets.java")) {
          continue;
        }
        assertThat(Files.readString(file))
            .as("%s", file)
            .doesNotContain("io.vertx.core.internal", "io.vertx.core.impl");
      }
    }
  }
}
