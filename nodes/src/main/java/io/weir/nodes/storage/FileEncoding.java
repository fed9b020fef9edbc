package io.weir.nodes.storage;

import io.weir.engine.node.NodeException;
import io.weir.engine.node.Property.Option;
import io.weir.nodes.support.Base64Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a file holds text.
 *
 * @param form whether the text is that of a charset, or writes the bytes down
 * @param charset of the text
 * @param skipsMark whether a byte order mark at the start isn't text
 */
record FileEncoding(Form form, Charset charset, boolean skipsMark) {
  /** What the text is to the bytes. */
  enum Form {
    CHARSET,
    BASE64,
    HEX
  }

  /** UTF-8, as it is meant where nothing is said. */
  static final FileEncoding NONE = new FileEncoding(Form.CHARSET, StandardCharsets.UTF_8, false);

  private static final char BYTE_ORDER_MARK = '\ufeff';

  /** The names that the form offers, in Node-RED's order. */
  private static final List<String> NAMES =
      List.of(
          "utf8",
          "ucs2",
          "utf-16le",
          "ascii",
          "binary",
          "base64",
          "hex",
          "utf-16be",
          "Shift_JIS",
          "Windows-31j",
          "Windows932",
          "EUC-JP",
          "GB2312",
          "GBK",
          "GB18030",
          "Windows936",
          "EUC-CN",
          "KS_C_5601",
          "Windows949",
          "EUC-KR",
          "Big5",
          "Big5-HKSCS",
          "Windows950",
          "cp874",
          "cp1250",
          "cp1251",
          "cp1252",
          "cp1253",
          "cp1254",
          "cp1255",
          "cp1256",
          "cp1257",
          "cp1258",
          "ISO-8859-1",
          "ISO-8859-2",
          "ISO-8859-3",
          "ISO-8859-4",
          "ISO-8859-5",
          "ISO-8859-6",
          "ISO-8859-7",
          "ISO-8859-8",
          "ISO-8859-9",
          "ISO-8859-11",
          "ISO-8859-13",
          "ISO-8859-15",
          "ISO-8859-16",
          "cp437",
          "cp737",
          "cp775",
          "cp850",
          "cp852",
          "cp855",
          "cp856",
          "cp857",
          "cp858",
          "cp860",
          "cp861",
          "cp866",
          "cp869",
          "cp922",
          "cp1046",
          "cp1124",
          "cp1129",
          "maccroatian",
          "maccyrillic",
          "macgreek",
          "maciceland",
          "macroman",
          "macromania",
          "macthai",
          "macturkish",
          "macukraine",
          "maccenteuro",
          "macintosh",
          "koi8-r",
          "koi8-u",
          "tis620");

  private static final Map<String, String> WITHOUT_PUNCTUATION =
      NAMES.stream().collect(Collectors.toMap(FileEncoding::plain, name -> name));

  /** Names, without punctuation, that Java has others for. */
  private static final Map<String, String> JAVA_NAMES =
      Map.ofEntries(
          Map.entry("utf8", "UTF-8"),
          Map.entry("ucs2", "UTF-16LE"),
          Map.entry("utf16le", "UTF-16LE"),
          Map.entry("utf16be", "UTF-16BE"),
          Map.entry("ascii", "US-ASCII"),
          Map.entry("binary", "ISO-8859-1"),
          Map.entry("latin1", "ISO-8859-1"),
          Map.entry("shiftjis", "windows-31j"),
          Map.entry("windows932", "windows-31j"),
          Map.entry("windows936", "GBK"),
          Map.entry("gb2312", "GBK"),
          Map.entry("euccn", "GBK"),
          Map.entry("ksc5601", "x-windows-949"),
          Map.entry("windows949", "x-windows-949"),
          Map.entry("euckr", "x-windows-949"),
          Map.entry("big5", "Big5-HKSCS"),
          Map.entry("big5hkscs", "Big5-HKSCS"),
          Map.entry("windows950", "x-windows-950"),
          Map.entry("eucjp", "EUC-JP"),
          Map.entry("cp874", "x-windows-874"),
          Map.entry("maccroatian", "x-MacCroatian"),
          Map.entry("maccyrillic", "x-MacCyrillic"),
          Map.entry("macgreek", "x-MacGreek"),
          Map.entry("maciceland", "x-MacIceland"),
          Map.entry("macroman", "x-MacRoman"),
          Map.entry("macintosh", "x-MacRoman"),
          Map.entry("macromania", "x-MacRomania"),
          Map.entry("macthai", "x-MacThai"),
          Map.entry("macturkish", "x-MacTurkish"),
          Map.entry("macukraine", "x-MacUkraine"),
          Map.entry("maccenteuro", "x-MacCentralEurope"),
          Map.entry("iso885911", "x-iso-8859-11"),
          Map.entry("cp737", "x-IBM737"),
          Map.entry("cp856", "x-IBM856"),
          Map.entry("cp922", "x-IBM922"),
          Map.entry("cp1046", "x-IBM1046"),
          Map.entry("cp1124", "x-IBM1124"),
          Map.entry("cp1129", "x-IBM1129"));

  /** What the form offers: the usual one, some more in front, and all others. */
  static Option[] options(Option... first) {
    List<Option> options = new ArrayList<>();
    options.add(Option.of("none", "UTF-8"));
    options.addAll(List.of(first));
    NAMES.forEach(name -> options.add(Option.of(name, name)));
    return options.toArray(Option[]::new);
  }

  /**
   * The encoding of a name. Capitals and punctuation don't matter.
   *
   * @throws NodeException if there is none
   */
  static FileEncoding of(String name) {
    String plain = plain(name);
    return switch (plain) {
      case "", "none" -> NONE;
      case "base64" -> new FileEncoding(Form.BASE64, StandardCharsets.ISO_8859_1, false);
      case "hex" -> new FileEncoding(Form.HEX, StandardCharsets.ISO_8859_1, false);
      default -> {
        Charset charset = charset(plain, name);
        yield new FileEncoding(Form.CHARSET, charset, charset.name().startsWith("UTF-"));
      }
    };
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static Charset charset(String plain, String name) {
    try {
      return Charset.forName(
          JAVA_NAMES.getOrDefault(plain, WITHOUT_PUNCTUATION.getOrDefault(plain, name)));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new NodeException("Encoding not recognized: '" + name + "'");
    }
  }

  /** The bytes of a text. */
  byte[] bytes(String text) {
    return switch (form) {
      case BASE64 -> Base64Text.decode(text);
      case HEX -> hexBytes(text);
      case CHARSET -> text.getBytes(charset);
    };
  }

  /** Up to the first pair that is no number, as Node.js reads it. */
  private static byte[] hexBytes(String text) {
    int end = 0;
    while (end + 1 < text.length()
        && HexFormat.isHexDigit(text.charAt(end))
        && HexFormat.isHexDigit(text.charAt(end + 1))) {
      end += 2;
    }
    return HexFormat.of().parseHex(text, 0, end);
  }

  /** The text of bytes. */
  String text(byte[] bytes) {
    return switch (form) {
      case BASE64 -> Base64.getEncoder().encodeToString(bytes);
      case HEX -> HexFormat.of().formatHex(bytes);
      case CHARSET -> {
        String text = new String(bytes, charset);
        yield skipsMark && text.startsWith(String.valueOf(BYTE_ORDER_MARK))
            ? text.substring(1)
            : text;
      }
    };
  }

  /**
   * Reads text piece by piece; characters may lie across the pieces. What writes bytes down has no
   * lines, and is read at once.
   */
  Reader reader(InputStream in, int mostBytes) throws IOException {
    if (form != Form.CHARSET) {
      return new StringReader(text(FileContent.of(in, mostBytes)));
    }
    Reader reader =
        new InputStreamReader(
            in,
            charset
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE));
    if (!skipsMark) {
      return reader;
    }
    PushbackReader withoutMark = new PushbackReader(reader);
    int first = withoutMark.read();
    if (first >= 0 && first != BYTE_ORDER_MARK) {
      withoutMark.unread(first);
    }
    return withoutMark;
  }
}
