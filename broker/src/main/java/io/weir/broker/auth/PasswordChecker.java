package io.weir.broker.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.broker.packet.ReasonCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks passwords away from the event loops.
 *
 * <p>Argon2 takes tens of milliseconds and as many megabytes, so {@value #AT_ONCE} checks run at
 * once, {@value #MAX_WAITING} wait, and none waits longer than {@value #MAX_WAIT_SECONDS} s: past
 * these bounds a client is told that the server is busy. Recent successes are remembered by a hash
 * under a key of this process, so that a house that reconnects after a power cut does not queue.
 *
 * @threads any
 */
final class PasswordChecker implements AutoCloseable {
  private static final int AT_ONCE = 2;
  private static final int MAX_WAITING = 512;
  private static final int MAX_WAIT_SECONDS = 20;
  private static final int REMEMBERED = 4_096;
  private static final int IDLE_SECONDS = 30;
  private static final String DIGEST = "HmacSHA256";

  private final ThreadPoolExecutor workers;
  private final SecretKeySpec key;
  // The oldest goes when there are too many.
  private final Map<ByteBuffer, Boolean> successes =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  PasswordChecker() {
    AtomicInteger number = new AtomicInteger();
    workers =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "weir-password-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    workers.allowCoreThreadTimeOut(true);
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, DIGEST);
  }

  /** Whether this password was right for this user and hash not long ago. */
  boolean isRemembered(String user, byte[] password, PasswordHash hash) {
    ByteBuffer digest = digest(user, password, hash);
    synchronized (successes) {
      return successes.get(digest) != null;
    }
  }

  /**
   * Checks a password.
   *
   * @return success, {@link ReasonCode#NOT_AUTHORIZED}, or {@link ReasonCode#SERVER_BUSY}
   */
  Future<ReasonCode> check(String user, byte[] password, PasswordHash hash) {
    long askedNanos = System.nanoTime();
    Promise<ReasonCode> answer = Promise.promise();
    Runnable task =
        () -> {
          if (System.nanoTime() - askedNanos > TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS)) {
            answer.complete(ReasonCode.SERVER_BUSY);
            return;
          }
          try {
            answer.complete(judge(user, password, hash));
          } catch (RuntimeException | OutOfMemoryError failure) {
            answer.fail(failure);
          }
        };
    try {
      workers.execute(task);
    } catch (RejectedExecutionException full) {
      return Future.succeededFuture(ReasonCode.SERVER_BUSY);
    }
    return answer.future();
  }

  private ReasonCode judge(String user, byte[] password, PasswordHash hash) {
    if (!hash.matches(password)) {
      return ReasonCode.NOT_AUTHORIZED;
    }
    ByteBuffer digest = digest(user, password, hash);
    synchronized (successes) {
      successes.put(digest, true);
    }
    return ReasonCode.SUCCESS;
  }

  private ByteBuffer digest(String user, byte[] password, PasswordHash hash) {
    try {
      Mac mac = Mac.getInstance(DIGEST);
      mac.init(key);
      byte[] name = user.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(4).putInt(name.length).array());
      mac.update(name);
      // With the hash in it, a changed password file forgets by itself.
      mac.update(hash.text().getBytes(StandardCharsets.US_ASCII));
      mac.update((byte) 0);
      return ByteBuffer.wrap(mac.doFinal(password));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + DIGEST, e);
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
