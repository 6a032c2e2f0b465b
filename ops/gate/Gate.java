import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checks that read source text: google-java-format, white space, the length of a file,
 * {@code @NullMarked} on every package, no sleeping. Started by the root module's {@code verify}
 * from this source file, because google-java-format parses with the javac that runs it and Maven
 * may run on an older one.
 *
 * <p>Usage: {@code Gate check|fix ROOT CACHE}. {@code fix} rewrites what can be rewritten. CACHE
 * remembers digests of files that were found formatted, so that a second run formats what changed.
 */
class Gate {
  private static final int MAX_CODE_LINES = 300;
  private static final Set<String> SKIPPED_FOLDERS =
      Set.of("target", "node_modules", "dist", ".git", ".gridmill", ".idea");
  private static final Pattern TEXT =
      Pattern.compile(".*\\.(md|xml|ya?ml|properties|json|sh|py|ts|tsx|js|css|html|sol|toml)");
  private static final Pattern SLEEP =
      Pattern.compile("\\b(Thread|TimeUnit\\.\\w+)\\.sleep\\s*\\(");
  private static final Pattern COMMENT_LINE = Pattern.compile("\\s*(//.*|/?\\*.*)?");
  private static final Pattern NULL_MARKED = Pattern.compile("(?m)^@NullMarked$");

  private final boolean fix;
  private final Path root;
  private final Path cache;
  private final Set<String> known;
  private final Set<String> formatted = new ConcurrentSkipListSet<>();
  private final Set<String> complaints = new ConcurrentSkipListSet<>();

  Gate(boolean fix, Path root, Path cache) throws IOException {
    this.fix = fix;
    this.root = root;
    this.cache = cache;
    this.known = read(cache);
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 3 || !Set.of("check", "fix").contains(args[0])) {
      System.err.println(
          "arguments: %s (expected: check|fix ROOT CACHE)".formatted(String.join(" ", args)));
      System.exit(2);
    }
    Gate gate = new Gate(args[0].equals("fix"), Path.of(args[1]).toRealPath(), Path.of(args[2]));
    boolean clean = gate.run();
    System.exit(clean || gate.fix ? 0 : 1);
  }

  private boolean run() throws IOException {
    List<Path> files = files();
    List<Path> sources = files.stream().filter(f -> f.toString().endsWith(".java")).toList();
    sources.parallelStream().forEach(this::source);
    files.stream()
        .filter(f -> TEXT.matcher(f.getFileName().toString()).matches())
        .filter(Predicate.not(Gate::isFixture))
        .forEach(this::text);
    packages(sources);
    Files.createDirectories(cache.toAbsolutePath().getParent());
    Files.write(cache, formatted);
    complaints.forEach(System.err::println);
    if (!complaints.isEmpty()) {
      System.err.println(
          "%d complaints in %d files%s"
              .formatted(
                  complaints.size(),
                  files.size(),
                  fix ? ", left to you" : "; ops/format rewrites what can be rewritten"));
    }
    return complaints.isEmpty();
  }

  private void source(Path file) {
    try {
      String code = format(file, Files.readString(file));
      if (SLEEP.matcher(withoutComments(code)).find()) {
        complain(file, "sleeps (expected: a clock that is handed in, or waiting for the event)");
      }
      long lines = withoutComments(code).lines().count();
      if (file.toString().contains("/src/main/java/") && lines > MAX_CODE_LINES) {
        complain(file, lines + " lines of code (expected: at most " + MAX_CODE_LINES + ")");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The formatted text of the file, which in the mode {@code fix} is also written back. */
  private String format(Path file, String code) throws IOException {
    if (known.contains(digest(code))) {
      formatted.add(digest(code));
      return code;
    }
    try {
      String better = ImportOrderer.reorderImports(code, Style.GOOGLE);
      better = new Formatter().formatSource(RemoveUnusedImports.removeUnusedImports(better));
      rewrite(file, code, better, "is not formatted");
      formatted.add(digest(better));
      return better;
    } catch (FormatterException e) {
      complain(file, "cannot be parsed: " + e.getMessage());
      return code;
    }
  }

  private void text(Path file) {
    try {
      String text = Files.readString(file);
      String better =
          text.replace("\r", "").replaceAll("(?m)[ \t]+$", "").replaceFirst("\n*\\z", "\n");
      if (!text.isEmpty()) {
        rewrite(file, text, better, "has white space at line ends or no single newline at the end");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rewrite(Path file, String text, String better, String complaint) throws IOException {
    if (better.equals(text)) {
      return;
    }
    if (fix) {
      Files.writeString(file, better);
    } else {
      complain(file, complaint);
    }
  }

  /** Every package of main code says that its types are non-null unless they say otherwise. */
  private void packages(List<Path> sources) throws IOException {
    Set<Path> folders = new TreeSet<>();
    for (Path source : sources) {
      if (source.toString().contains("/src/main/java/")
          && !source.getFileName().toString().equals("module-info.java")) {
        folders.add(source.getParent());
      }
    }
    for (Path folder : folders) {
      Path info = folder.resolve("package-info.java");
      if (!Files.exists(info) || !NULL_MARKED.matcher(Files.readString(info)).find()) {
        complain(folder, "has no package-info.java with @NullMarked");
      }
    }
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED_FOLDERS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private void complain(Path file, String what) {
    complaints.add(root.relativize(file) + ": " + what);
  }

  /** Text that tests compare to the byte. */
  private static boolean isFixture(Path file) {
    return file.toString().contains("/src/test/resources/")
        || file.toString().contains("/src/main/resources/");
  }

  /** The lines that are neither blank nor, as google-java-format leaves them, all comment. */
  private static String withoutComments(String code) {
    Stream<String> lines = code.lines().filter(l -> !COMMENT_LINE.matcher(l).matches());
    return String.join("\n", lines.toList());
  }

  private static Set<String> read(Path cache) throws IOException {
    try (Stream<String> lines = Files.lines(cache)) {
      return new TreeSet<>(lines.toList());
    } catch (NoSuchFileException _) {
      return Set.of();
    }
  }

  private static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
