package io.weir.app;

import io.vertx.core.Vertx;
import io.weir.app.config.ConfigFile;
import io.weir.app.config.ConfigReader;
import io.weir.app.config.WeirConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The program in this process, on free ports, as a weir.yaml wants it. */
public final class RunningWeir implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final long PATIENCE_SECONDS = 30;

  private final Vertx vertx = Vertx.vertx();
  private final Weir weir;
  private final String scheme;

  private RunningWeir(Path userDir) throws Exception {
    ConfigReader.Overrides overrides =
        new ConfigReader.Overrides(userDir, 0, null, 0, null, false, null, false, null, Map.of());
    WeirConfig config = ConfigReader.read(overrides);
    scheme = config.web().scheme();
    ConfigFile undecided = config.needsSetUp() ? new ConfigFile(overrides) : null;
    try {
      weir =
          Weir.start(vertx, config, undecided)
              .toCompletionStage()
              .toCompletableFuture()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      vertx.close();
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Starts it with a configuration. */
  public static RunningWeir start(Path userDir, String yaml) throws Exception {
    Files.writeString(userDir.resolve("weir.yaml"), yaml);
    return new RunningWeir(userDir);
  }

  public Weir weir() {
    return weir;
  }

  int port() {
    return weir.webPort();
  }

  URI uri(String path) {
    return URI.create(scheme + "://127.0.0.1:" + port() + path);
  }

  /** Asks it something; headers are names and values in turn. */
  HttpResponse<String> ask(String method, String path, String body, String... headers) {
    return ask(CLIENT, method, path, body, headers);
  }

  HttpResponse<String> get(String path, String... headers) {
    return ask("GET", path, "", headers);
  }

  HttpResponse<String> ask(
      HttpClient client, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What an answer says in a header; empty if it has none. */
  static String header(HttpResponse<?> answer, String name) {
    return String.join("|", answer.headers().allValues(name));
  }

  @Override
  public void close() {
    try {
      weir.stop().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new AssertionError("it doesn't stop in order", e);
    }
  }
}
