package io.weir.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A question and its answer, out of a file with many: {@code ### name}, the request as HTTP has it,
 * a line {@code --- status}, headers and body of the answer.
 */
record GoldenExchange(
    String name,
    String method,
    String path,
    Map<String, String> headers,
    String body,
    int status,
    Map<String, String> answerHeaders,
    String answerBody) {

  /** A file of them; they are asked one after the other. */
  record File(Path path, String config, List<GoldenExchange> exchanges) {
    /** Reads one. */
    static File read(Path path) throws IOException {
      String text = Files.readString(path);
      String config = "";
      List<GoldenExchange> exchanges = new ArrayList<>();
      for (String part : text.split("(?m)^### ", -1)) {
        if (part.startsWith("@config ")) {
          config = part.substring("@config ".length()).strip();
        } else if (!part.isBlank()) {
          exchanges.add(exchange(part));
        }
      }
      return new File(path, config, exchanges);
    }

    @Override
    public String toString() {
      return path.getFileName().toString();
    }
  }

  private static GoldenExchange exchange(String text) {
    String[] sides = text.split("(?m)^--- ", 2);
    String[] lines = sides[0].strip().split("\n", 2);
    String[] request = (lines[1].strip() + "\n\n").split("\n\n", 2);
    String[] requestLines = request[0].split("\n", 2);
    String[] call = requestLines[0].split(" ", 2);
    String[] answer = (sides[1].strip() + "\n\n").split("\n\n", 2);
    String[] answerLines = answer[0].split("\n", 2);
    return new GoldenExchange(
        lines[0].strip(),
        call[0],
        call[1].strip(),
        headers(requestLines),
        request[1].strip(),
        Integer.parseInt(answerLines[0].strip()),
        headers(answerLines),
        answer[1].strip());
  }

  private static Map<String, String> headers(String[] lines) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : lines.length < 2 ? new String[0] : lines[1].split("\n", -1)) {
      if (!line.isBlank()) {
        String[] parts = line.split(":", 2);
        headers.put(parts[0].strip(), parts[1].strip());
      }
    }
    return headers;
  }
}
