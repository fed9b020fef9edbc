package io.weir.nodes.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.event.LogEntry;
import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients get. */
class HttpResponseTest extends HttpNodesFixture {
  @Test
  void an_answer_has_status_headers_and_cookies() {
    start(
        in("in", "get", "/in", "f"),
        function(
            "f",
            """
            msg.payload = {ok: true};
            msg.headers = {'x-node': 'lost', 'X-Msg': 5, 'x-list': ['a', 'b']};
            msg.cookies = {a: 'v1', b: {value: 'v2', maxAge: 1000, httpOnly: true}, c: null, d: {value: null}};
            msg.statusCode = '404';
            return msg;
            """,
            "out"),
        response("out", "'statusCode':'418'", "'headers':{'x-node':'kept','':'blank'}"));

    HttpResponse<String> answer = server.get("/api/in");

    assertThat(answer.statusCode()).isEqualTo(418);
    assertThat(answer.body()).isEqualTo("{\"ok\":true}");
    assertThat(answer.headers().allValues("x-node")).containsExactly("kept");
    assertThat(answer.headers().allValues("x-msg")).containsExactly("5");
    assertThat(answer.headers().allValues("x-list")).containsExactly("a", "b");
    assertThat(answer.headers().firstValue("content-type"))
        .contains("application/json; charset=utf-8");
    assertThat(answer.headers().firstValue("content-length")).contains("11");
    assertThat(answer.headers().firstValue("etag").orElseThrow()).startsWith("W/\"b-");
    assertThat(answer.headers().allValues("set-cookie"))
        .hasSize(4)
        .startsWith("a=v1; Path=/")
        .contains("c=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
        .contains("d=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
  }

  @Test
  void a_body_is_sent_by_its_kind() {
    start(
        in("in", "get", "/:kind", "f"),
        function(
            "f",
            """
            msg.headers = {};
            switch (msg.req.params.kind) {
              case 'null': msg.payload = null; break;
              case 'list': msg.payload = [1]; break;
              case 'buffer': msg.payload = Buffer.from('b'); break;
              case 'text': msg.payload = '<b>'; break;
              case 'plain': msg.payload = 'p'; msg.headers['content-type'] = 'text/plain'; break;
              case 'number': msg.payload = 7.5; break;
              case 'false': msg.payload = false; break;
              case 'none': delete msg.payload; break;
              case 'empty': msg.payload = 'x'; msg.statusCode = 204; break;
              case 'jsonp': msg.payload = {a: 1}; break;
            }
            return msg;
            """,
            "out"),
        response("out"));

    assertThat(told("null")).isEqualTo("application/json; charset=utf-8|4|null");
    assertThat(told("list")).isEqualTo("application/json; charset=utf-8|3|[1]");
    assertThat(told("buffer")).isEqualTo("application/octet-stream|1|b");
    assertThat(told("text")).isEqualTo("text/html; charset=utf-8|3|<b>");
    assertThat(told("plain")).isEqualTo("text/plain; charset=utf-8|1|p");
    assertThat(told("number")).isEqualTo("text/html; charset=utf-8|3|7.5");
    assertThat(told("false")).isEqualTo("text/html; charset=utf-8|5|false");
    assertThat(told("none")).isEqualTo("-|0|");
    assertThat(told("empty")).isEqualTo("-|-|");
    assertThat(told("jsonp?callback=cb%3B"))
        .endsWith("|/**/ typeof cb === 'function' && cb({\"a\":1});")
        .startsWith("text/javascript; charset=utf-8|");
    assertThat(server.get("/api/jsonp?callback=cb").headers().firstValue("x-content-type-options"))
        .contains("nosniff");
  }

  private String told(String kind) {
    HttpResponse<String> answer = server.get("/api/" + kind);
    return answer.headers().firstValue("content-type").orElse("-")
        + "|"
        + answer.headers().firstValue("content-length").orElse("-")
        + "|"
        + answer.body();
  }

  @Test
  void who_has_the_body_already_is_told_so() {
    start(
        in("in", "get", "/in", "f"),
        function("f", "msg.payload = 'x'; return msg;", "out"),
        response("out"));
    String tag = server.get("/api/in").headers().firstValue("etag").orElseThrow();

    HttpResponse<String> again =
        FlowServer.send(server.ask("/api/in").header("If-None-Match", "\"a\", " + tag));
    HttpResponse<String> anew =
        FlowServer.send(
            server.ask("/api/in").header("If-None-Match", tag).header("Cache-Control", "no-cache"));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("content-type")).isEmpty();
    assertThat(anew.statusCode()).isEqualTo(200);
  }

  @Test
  void a_second_answer_and_one_to_nobody_are_reported() {
    start(
        in("in", "get", "/in", "out"),
        """
        {"id":"in2","type":"http in","z":"t","x":1,"y":1,"method":"get","url":"/two","wires":[["out","out"]]}
        """,
        response("out"),
        FlowTester.node("errors", "test-catcher"));

    assertThat(server.get("/api/two").statusCode()).isEqualTo(200);
    server.flow.awaitMessages("errors", 1);
    server.flow.send("out", "x");

    assertThat(((Map<?, ?>) server.flow.received("errors").get(0).get("error")).get("message"))
        .isEqualTo("Cannot set headers after they are sent to the client");
    FlowTester.eventually(
        () ->
            assertThat(server.flow.logged(LogEntry.Level.WARN))
                .containsExactly("No response object"));
  }

  @Test
  void headers_that_break_the_answer_are_errors_that_leave_it_open() {
    start(
        in("in", "get", "/in", "f"),
        function("f", "msg.payload = 'x'; msg.headers = {'a': 'b\\r\\nc: d'}; return msg;", "out"),
        response("out"),
        "{\"id\":\"catch\",\"type\":\"catch\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[[\"fix\"]]}",
        function("fix", "return {req: msg.req, res: msg.res, payload: msg.error.message};", "out2"),
        response("out2", "'statusCode':500"));

    HttpResponse<String> answer = server.get("/api/in");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("Invalid character in header content [\"a\"]");
  }

  @Test
  void functions_may_answer_by_themselves() throws IOException {
    java.nio.file.Path file = java.nio.file.Files.createTempFile("weir", ".txt");
    java.nio.file.Files.writeString(file, "from a file");
    start(
        in("in", "get", "/:how", "f"),
        function(
            "f",
            """
            const res = msg.res, native = msg.res._res;
            switch (msg.req.params.how) {
              case 'send': native.status(201).set('X-A', 'b').append('X-A', 'c').vary('Origin').send('sent'); break;
              case 'old': res.set({'X-A': 'b'}); res.type('json').cookie('k', 'v', {path: '/p'}).send({a: 1}); break;
              case 'status': native.sendStatus(404); break;
              case 'redirect': native.redirect(301, '/there'); break;
              case 'end': native.clearCookie('k').links({next: '/2'}).end('bytes'); break;
              case 'file': native.attachment('a b.csv').sendFile(%s); break;
              case 'nofile': native.sendFile('/no/such/file'); break;
              case 'relative': try { native.sendFile('x'); } catch (e) { native.send(e.message); } break;
              case 'twice': native.send('1'); try { native.set('a', 'b'); } catch (e) { node.warn(e.message); } break;
              case 'then': native.set('X-A', native.get('x-none') === undefined ? 'kept' : ''); return msg;
            }
            """
                .formatted(MessageJson.text(file.toString())),
            "out"),
        response("out"));

    HttpResponse<String> sent = server.get("/api/send");
    assertThat(sent.statusCode()).isEqualTo(201);
    assertThat(sent.headers().allValues("X-A")).containsExactly("b", "c");
    assertThat(sent.headers().firstValue("Vary")).contains("Origin");
    assertThat(sent.body()).isEqualTo("sent");

    HttpResponse<String> old = server.get("/api/old");
    assertThat(old.headers().firstValue("set-cookie")).contains("k=v; Path=/p");
    assertThat(old.body()).isEqualTo("{\"a\":1}");
    FlowTester.eventually(
        () ->
            assertThat(server.flow.logged(LogEntry.Level.WARN))
                .containsExactly(
                    "Deprecated call to msg.res.set", "Deprecated call to msg.res.type"));

    assertThat(server.get("/api/status").body()).isEqualTo("Not Found");
    HttpResponse<String> redirect = server.get("/api/redirect");
    assertThat(redirect.statusCode()).isEqualTo(301);
    assertThat(redirect.headers().firstValue("location")).contains("/there");
    assertThat(redirect.body()).isEqualTo("Moved Permanently. Redirecting to /there");
    HttpResponse<String> end = server.get("/api/end");
    assertThat(end.body()).isEqualTo("bytes");
    assertThat(end.headers().firstValue("link")).contains("</2>; rel=\"next\"");
    assertThat(end.headers().firstValue("content-type")).isEmpty();
    HttpResponse<String> whole = server.get("/api/file");
    assertThat(whole.body()).isEqualTo("from a file");
    assertThat(whole.headers().firstValue("content-disposition"))
        .contains("attachment; filename=\"a b.csv\"");
    assertThat(whole.headers().firstValue("content-type")).contains("text/csv; charset=utf-8");
    assertThat(server.get("/api/nofile").statusCode()).isEqualTo(404);
    assertThat(server.get("/api/relative").body())
        .isEqualTo("path must be absolute or specify root to res.sendFile");
    assertThat(server.get("/api/twice").body()).isEqualTo("1");
    assertThat(server.get("/api/then").headers().firstValue("X-A")).contains("kept");
    java.nio.file.Files.delete(file);
  }

  @Test
  void functions_may_offer_the_formats_that_the_client_likes() {
    start(
        in("in", "get", "/:how", "f"),
        function(
            "f",
            """
            const offers = {
              text: () => msg.res._res.send('as text'),
              'application/json': (req, res) => res.send({ path: req.path })
            };
            if (msg.req.params.how === 'otherwise') { offers.default = (req, res) => res.send('as ever'); }
            if (msg.req.params.how === 'wrong') { offers.text = () => { throw new Error('my own fault'); }; }
            try { msg.res._res.format(offers); } catch (e) { msg.res._res.status(500).send(e.message); }
            """,
            "out"),
        response("out"));

    HttpResponse<String> json = accepting("/api/x", "text/plain;q=0.5, application/json");
    assertThat(json.body()).isEqualTo("{\"path\":\"/x\"}");
    assertThat(json.headers().firstValue("content-type"))
        .contains("application/json; charset=utf-8");
    assertThat(json.headers().firstValue("vary")).contains("Accept");
    HttpResponse<String> text = accepting("/api/x", "text/*");
    assertThat(text.body()).isEqualTo("as text");
    assertThat(text.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    assertThat(accepting("/api/x", "image/png").statusCode()).isEqualTo(406);
    assertThat(accepting("/api/otherwise", "image/png").body()).isEqualTo("as ever");
    assertThat(accepting("/api/wrong", "text/plain").body()).isEqualTo("my own fault");
  }

  private HttpResponse<String> accepting(String path, String types) {
    return FlowServer.send(server.ask(path).header("Accept", types));
  }

  @Test
  void headers_as_a_request_node_got_them_are_not_passed_on() {
    start(
        in("in", "get", "/:how", "f"),
        function(
            "f",
            """
            msg.headers = {'x-a': '1', 'x-node-red-request-node': %s};
            if (msg.req.params.how === 'changed') { msg.headers['x-a'] = '2'; }
            return msg;
            """
                .formatted(
                    MessageJson.text(
                        RequestNodeHeaders.marked(Map.of("x-a", "1"))
                            .get(RequestNodeHeaders.MARK))),
            "out"),
        response("out"));

    assertThat(server.get("/api/as-they-came").headers().firstValue("x-a")).isEmpty();
    HttpResponse<String> changed = server.get("/api/changed");
    assertThat(changed.headers().firstValue("x-a")).contains("2");
    assertThat(changed.headers().firstValue(RequestNodeHeaders.MARK)).isEmpty();
  }
}
