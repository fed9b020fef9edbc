package io.weir.nodes.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Forms with files in them, {@code multipart/form-data}. All of it stays in memory. */
final class Multipart {
  private Multipart() {}

  static RequestBody read(@Nullable String contentType, Buffer bytes) throws BadBody {
    DefaultFullHttpRequest whole =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(bytes.getBytes()));
    whole.headers().set(HttpHeaderNames.CONTENT_TYPE, Objects.requireNonNullElse(contentType, ""));
    HttpPostMultipartRequestDecoder decoder = null;
    try {
      decoder = new HttpPostMultipartRequestDecoder(new DefaultHttpDataFactory(false), whole);
      return body(decoder.getBodyHttpDatas());
    } catch (RuntimeException | IOException e) {
      throw new BadBody(400, "the form can't be read: " + e.getMessage());
    } finally {
      if (decoder != null) {
        decoder.destroy();
      }
    }
  }

  private static RequestBody body(List<InterfaceHttpData> parts) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    List<Object> files = new ArrayList<>();
    for (InterfaceHttpData part : parts) {
      if (part instanceof FileUpload file) {
        files.add(file(file));
      } else if (part instanceof Attribute field) {
        fields.merge(field.getName(), field.getValue(), Multipart::both);
      }
    }
    return new RequestBody(Values.freeze(fields), Objects.requireNonNull(Values.freeze(files)));
  }

  private static Object both(Object before, Object now) {
    List<Object> all = new ArrayList<>(before instanceof List<?> list ? list : List.of(before));
    all.add(now);
    return all;
  }

  private static Map<String, Object> file(FileUpload file) throws IOException {
    Map<String, Object> description = new LinkedHashMap<>();
    byte[] content = file.get();
    String encoding = file.getContentTransferEncoding();
    String type = file.getContentType();
    description.put("fieldname", file.getName());
    description.put("originalname", file.getFilename());
    description.put("encoding", encoding == null || encoding.isEmpty() ? "7bit" : encoding);
    description.put("mimetype", type == null || type.isEmpty() ? "application/octet-stream" : type);
    description.put("buffer", Buffer.buffer(content));
    description.put("size", (long) content.length);
    return description;
  }
}
