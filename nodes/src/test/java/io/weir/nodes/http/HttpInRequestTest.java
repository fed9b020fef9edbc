package io.weir.nodes.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.message.MessageJson;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What flows see of a request. */
class HttpInRequestTest extends HttpNodesFixture {
  @Test
  void functions_read_what_was_asked_for() {
    start(
        in("in", "get", "lamps/:id/:part?", "f"),
        function(
            "f",
            """
            const q = msg.req;
            q.params.id += '!';
            msg.payload = {
              payload: msg.payload, params: q.params, query: q.query, same: q.query === q.query,
              method: q.method, url: q.url, originalUrl: q.originalUrl, baseUrl: q.baseUrl, path: q.path,
              header: q.headers['x-one'], get: q.get('X-One'), none: q.get('x-none') === undefined,
              raw: q.rawHeaders.includes('X-One'),
              ip: q.ip, ips: q.ips, protocol: q.protocol, secure: q.secure, hostname: q.hostname,
              subdomains: q.subdomains, xhr: q.xhr, version: q.httpVersion,
              cookies: q.cookies, signed: q.signedCookies, remote: q.connection.remoteAddress,
              socket: q.socket.remoteFamily, body: q.body, files: typeof q.files,
              accepts: q.accepts(['html', 'json']), other: typeof q.other,
              keys: Object.keys(q).includes('params')
            };
            return msg;
            """,
            "out"),
        response("out"));

    HttpResponse<String> answer =
        FlowServer.send(
            server
                .ask("/api/lamps/a%20b?x=1&y[]=2")
                .header("X-One", "1")
                .header("Cookie", "s=%C3%A9; o=j:{\"p\":1}")
                .header("Accept", "application/json")
                .header("X-Requested-With", "XMLHttpRequest"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(MessageJson.parse(answer.body()))
        .isEqualTo(
            MessageJson.parse(
                """
                {"payload":{"x":"1","y":["2"]},"params":{"id":"a b!"},
                 "query":{"x":"1","y":["2"]},"same":true,"method":"GET",
                 "url":"/lamps/a%20b?x=1&y[]=2","originalUrl":"/api/lamps/a%20b?x=1&y[]=2",
                 "baseUrl":"/api","path":"/lamps/a%20b","header":"1","get":"1","none":true,
                 "raw":true,"ip":"10.0.0.1","ips":["10.0.0.1"],"protocol":"https","secure":true,
                 "hostname":"a.b.example.org","subdomains":["b","a"],"xhr":true,"version":"1.1",
                 "cookies":{"s":"é","o":{"p":1}},"signed":{},"remote":"127.0.0.1","socket":"IPv4",
                 "body":{},"files":"undefined","accepts":"json",
                 "other":"undefined","keys":true}
                """));
  }

  @Test
  void functions_ask_what_the_body_is() {
    start(
        in("in", "post", "what", "f"),
        function(
            "f",
            "const q = msg.req; msg.payload = [q.is('json'), q.is('html', 'text'), q.is('xml')]; return msg;",
            "out"),
        response("out"));

    assertThat(server.post("/api/what", "application/json", "{}").body())
        .isEqualTo("[\"json\",false,false]");
    assertThat(server.post("/api/what", "text/html", "<p>").body())
        .isEqualTo("[false,\"html\",false]");
  }

  @Test
  void paths_templates_and_expressions_read_it_too() {
    start(
        in("in", "get", "/:id", "c"),
        """
        {"id":"c","type":"change","z":"t","x":1,"y":1,"rules":[
          {"t":"set","p":"a","pt":"msg","to":"req.params.id","tot":"msg"},
          {"t":"set","p":"b","pt":"msg","to":"req.query.q & '-' & req.socket.remoteAddress","tot":"jsonata"},
          {"t":"move","p":"req","pt":"msg","to":"kept","tot":"msg"},
          {"t":"set","p":"req","pt":"msg","to":"kept","tot":"jsonata"}],"wires":[["s"]]}
        """,
        """
        {"id":"s","type":"switch","z":"t","x":1,"y":1,"property":"req.headers.x-go","propertyType":"msg",
         "rules":[{"t":"eq","v":"yes","vt":"str"}],"outputs":1,"wires":[["m"]]}
        """,
        """
        {"id":"m","type":"template","z":"t","x":1,"y":1,"field":"payload","fieldType":"msg","syntax":"mustache",
         "template":"{{a}} {{b}} {{req.query.q}} {{#req.socket}}{{remoteFamily}}{{/req.socket}}{{req.nothing}}",
         "output":"str","wires":[["out"]]}
        """,
        response("out"));

    HttpResponse<String> answer =
        FlowServer.send(server.ask("/api/seven?q=1").header("X-Go", "yes"));

    assertThat(answer.body()).isEqualTo("seven 1-127.0.0.1 1 IPv4");
  }
}
