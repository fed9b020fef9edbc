package io.weir.broker.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which tests of this module name which statement, found in the compiled test classes. */
final class ShownBy {
  private final SortedMap<String, List<Method>> v5 = new TreeMap<>();
  private final SortedMap<String, List<Method>> v311 = new TreeMap<>();

  ShownBy() {
    try {
      Path root = Path.of(Clause.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(root)) {
        files
            .map(file -> root.relativize(file).toString())
            .filter(name -> name.endsWith("Test.class") || name.endsWith("IT.class"))
            .map(name -> name.substring(0, name.length() - 6).replace('/', '.').replace('\\', '.'))
            .sorted()
            .forEach(this::scan);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void scan(String className) {
    Class<?> type;
    try {
      type = Class.forName(className, false, ShownBy.class.getClassLoader());
    } catch (ClassNotFoundException impossible) {
      throw new IllegalStateException(impossible);
    }
    Stream.of(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Clause.class))
        .sorted(Comparator.comparing(Method::getName))
        .forEach(
            method -> {
              Clause clause = method.getAnnotation(Clause.class);
              add(v5, clause.value(), method);
              add(v311, clause.v311(), method);
            });
  }

  private static void add(SortedMap<String, List<Method>> to, String[] numbers, Method method) {
    for (String number : numbers) {
      to.computeIfAbsent(number, n -> new ArrayList<>()).add(method);
    }
  }

  private SortedMap<String, List<Method>> of(String version) {
    return version.equals("5.0") ? v5 : v311;
  }

  List<Method> tests(String version, String number) {
    return of(version).getOrDefault(number, List.of());
  }

  Set<String> numbers(String version) {
    return of(version).keySet();
  }
}
