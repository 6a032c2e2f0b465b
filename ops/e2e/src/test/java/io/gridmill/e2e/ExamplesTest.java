package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
  @TempDir Path home;

  private record Cluster(
      int bodies, int steps, double largestDrift, double seconds, String device) {}

  private record Image(int width, int height, double seconds, int largestDifference, String file) {}

  private record Estimate(
      String kind, double strike, double price, double error, double closedForm) {}

  private record Options(long paths, List<Estimate> prices, double largestOff, double seconds) {}

  @Test
  void followsAClusterAndKeepsItsEnergy() throws IOException, InterruptedException {
    Command.Ended demo =
        Command.in(home).succeed("demo", "nbody", "--bodies", "256", "--steps", "50", "--json");

    Cluster cluster = Wire.readOwn(demo.lastLine(), Cluster.class);
    assertThat(cluster.largestDrift()).isPositive().isLessThan(1e-4);
    assertThat(Files.readAllBytes(home.resolve("gridmill-demo/nbody.png")))
        .startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void filtersAPictureAsTheDefinitionSays() throws IOException, InterruptedException {
    Command.Ended demo =
        Command.in(home).succeed("demo", "image", "--providers", "1", "--json", "-o", "pictures");

    Image image = Wire.readOwn(demo.lastLine(), Image.class);
    assertThat(image.largestDifference()).isZero();
    assertThat(Files.readAllBytes(home.resolve(image.file()))).startsWith(0x89, 'P', 'N', 'G');
    assertThat(home.resolve("pictures/picture.png")).isRegularFile();
  }

  @Test
  void namesAPictureThatItCannotRead() throws IOException, InterruptedException {
    Files.writeString(home.resolve("notes.txt"), "not a picture");

    Command.Ended demo = Command.in(home).gridmill("demo", "image", "notes.txt");

    assertThat(demo.status()).isEqualTo(2);
    assertThat(demo.err())
        .contains(
            "picture: notes.txt is in no format that Java reads (expected: a PNG or JPEG file)");
  }

  @Test
  void pricesOptionsWithinTheirErrors() throws IOException, InterruptedException {
    Command.Ended demo = Command.in(home).succeed("demo", "options", "--batches", "4", "--json");

    Options options = Wire.readOwn(demo.lastLine(), Options.class);
    assertThat(options.paths()).isEqualTo(1 << 20);
    assertThat(options.prices()).hasSize(10);
    assertThat(options.largestOff()).isLessThan(4);
    assertThat(Files.readAllLines(home.resolve("gridmill-demo/options.csv"))).hasSize(11);
  }
}
