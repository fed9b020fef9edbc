package io.weir.editor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.engine.testing.FlowTester;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A provider of OpenID Connect that lets one user in without asking. */
final class LoginProvider {
  /** What a provider, or somebody in its place, may get wrong. */
  enum Fault {
    OTHER_NONCE,
    OTHER_AUDIENCE,
    OTHER_ISSUER,
    OTHER_KEY,
    NO_SIGNATURE,
    EXPIRED,
    NO_TOKEN,
    OTHER_SUBJECT_IN_USER_INFO
  }

  private final String issuer;
  private final HttpClient browser = HttpClient.newHttpClient();
  private final Map<String, Map<String, String>> begun = new ConcurrentHashMap<>();
  private volatile KeyPair keys = newKeys();
  private volatile String keyId = "first";
  private volatile String user = "anna";
  private volatile boolean hasNameInToken = true;
  private volatile boolean isAway;
  private volatile Fault fault;

  LoginProvider(Vertx vertx) {
    HttpServer server =
        FlowTester.get(
            vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
    issuer = "http://127.0.0.1:" + server.actualPort();
  }

  String issuer() {
    return issuer;
  }

  void knowsUserAs(String name) {
    user = name;
  }

  void tellsNameInUserInfoOnly() {
    hasNameInToken = false;
  }

  void isAway(boolean away) {
    isAway = away;
  }

  void commits(Fault wanted) {
    fault = wanted;
    hasNameInToken = wanted != Fault.OTHER_SUBJECT_IN_USER_INFO;
  }

  void changesKeys() {
    keys = newKeys();
    keyId = "second";
  }

  /** A browser's visit, as far as the way that it is sent on. */
  HttpResponse<String> visit(String address) {
    try {
      return browser.send(
          HttpRequest.newBuilder(URI.create(address)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(HttpServerRequest request) {
    if (isAway) {
      request.response().setStatusCode(503).end();
      return;
    }
    switch (request.path()) {
      case "/.well-known/openid-configuration" -> send(request.response(), description());
      case "/authorize" -> authorize(request);
      case "/token" -> request.setExpectMultipart(true).endHandler(read -> token(request));
      case "/keys" -> send(request.response(), published());
      case "/me" ->
          send(
              request.response(),
              new JsonObject()
                  .put("sub", fault == Fault.OTHER_SUBJECT_IN_USER_INFO ? "s2" : "s1")
                  .put("preferred_username", user));
      default -> request.response().setStatusCode(404).end();
    }
  }

  private static void send(HttpServerResponse response, JsonObject body) {
    response.putHeader("Content-Type", "application/json").end(body.encode());
  }

  private JsonObject description() {
    return new JsonObject()
        .put("issuer", issuer)
        .put("authorization_endpoint", issuer + "/authorize")
        .put("token_endpoint", issuer + "/token")
        .put("userinfo_endpoint", issuer + "/me")
        .put("jwks_uri", issuer + "/keys")
        .put("grant_types_supported", new JsonArray().add("authorization_code"));
  }

  private void authorize(HttpServerRequest request) {
    String code = "code-" + begun.size();
    begun.put(
        code,
        Map.of(
            "client", request.getParam("client_id"),
            "nonce", request.getParam("nonce"),
            "challenge", request.getParam("code_challenge"),
            "redirect", request.getParam("redirect_uri")));
    String back =
        request.getParam("redirect_uri")
            + "?code="
            + code
            + "&state="
            + URLEncoder.encode(request.getParam("state"), UTF_8);
    request.response().setStatusCode(302).putHeader("Location", back).end();
  }

  private void token(HttpServerRequest request) {
    Map<String, String> attempt = begun.remove(request.getFormAttribute("code"));
    String secret = Base64.getEncoder().encodeToString("weir:shared-secret".getBytes(UTF_8));
    if (attempt == null
        || !("Basic " + secret).equals(request.getHeader("Authorization"))
        || !attempt.get("redirect").equals(request.getFormAttribute("redirect_uri"))
        || !attempt.get("challenge").equals(hashed(request.getFormAttribute("code_verifier")))) {
      request.response().setStatusCode(400);
      send(request.response(), new JsonObject().put("error", "invalid_grant"));
      return;
    }
    JsonObject answer =
        new JsonObject()
            .put("access_token", "opaque")
            .put("token_type", "Bearer")
            .put("expires_in", 300);
    if (fault != Fault.NO_TOKEN) {
      answer.put("id_token", idToken(attempt));
    }
    send(request.response(), answer);
  }

  private String idToken(Map<String, String> attempt) {
    long now = Instant.now().getEpochSecond();
    JsonObject claims =
        new JsonObject()
            .put("iss", fault == Fault.OTHER_ISSUER ? "https://elsewhere.example" : issuer)
            .put("aud", fault == Fault.OTHER_AUDIENCE ? "another" : attempt.get("client"))
            .put("sub", "s1")
            .put("nonce", fault == Fault.OTHER_NONCE ? "another" : attempt.get("nonce"))
            .put("iat", now - (fault == Fault.EXPIRED ? 7_200 : 0))
            .put("exp", now + (fault == Fault.EXPIRED ? -3_600 : 300));
    if (hasNameInToken) {
      claims.put("preferred_username", user);
    }
    if (fault == Fault.NO_SIGNATURE) {
      return part(new JsonObject().put("alg", "none")) + "." + part(claims) + ".";
    }
    String signed =
        part(new JsonObject().put("alg", "RS256").put("kid", keyId)) + "." + part(claims);
    return signed + "." + signature(fault == Fault.OTHER_KEY ? newKeys() : keys, signed);
  }

  private JsonObject published() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return new JsonObject()
        .put(
            "keys",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("kty", "RSA")
                        .put("use", "sig")
                        .put("alg", "RS256")
                        .put("kid", keyId)
                        .put("n", base64(unsigned(key.getModulus())))
                        .put("e", base64(unsigned(key.getPublicExponent())))));
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static String part(JsonObject json) {
    return base64(json.encode().getBytes(UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String signature(KeyPair keys, String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(UTF_8));
      return base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String hashed(String verifier) {
    try {
      return base64(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
