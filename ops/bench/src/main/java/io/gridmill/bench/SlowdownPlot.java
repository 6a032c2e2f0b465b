package io.gridmill.bench;

import java.util.List;
import java.util.Locale;

/** Draws which share of the jobs was slowed down by how much, a line a policy; less is better. */
final class SlowdownPlot {
  private static final int LEFT = 70;
  private static final int TOP = 40;
  private static final int WIDTH = 600;
  private static final int HEIGHT = 320;
  private static final List<String> COLOURS =
      List.of("#9a3412", "#a16207", "#1d4ed8", "#15803d", "#7e22ce");

  private SlowdownPlot() {}

  static String of(List<PolicyFigures> figures) {
    double most =
        figures.stream().mapToDouble(f -> f.slowdown_percentiles().getLast()).max().orElse(10);
    int decades = Math.max(1, (int) Math.ceil(Math.log10(most)));
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"12\">\n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n"
                + "<text x=\"%d\" y=\"22\" font-size=\"14\">Bounded slowdown of jobs, by"
                + " percentile (log scale; lower is better)</text>\n",
            LEFT + WIDTH + 110,
            TOP + HEIGHT + 50,
            LEFT));
    for (int decade = 0; decade <= decades; decade++) {
      double y = y(Math.pow(10, decade), decades);
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>"
                  + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%,d</text>\n",
              LEFT,
              LEFT + WIDTH,
              y,
              y,
              LEFT - 8,
              y + 4,
              (long) Math.pow(10, decade)));
    }
    for (int percent = 0; percent <= 100; percent += 20) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d %%</text>\n",
              x(percent),
              TOP + HEIGHT + 20,
              percent));
    }
    for (int i = 0; i < figures.size(); i++) {
      line(svg, figures.get(i), COLOURS.get(i % COLOURS.size()), decades, i);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void line(
      StringBuilder svg, PolicyFigures figures, String colour, int decades, int number) {
    svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"").append(colour).append('"');
    svg.append(" points=\"");
    List<Double> percentiles = figures.slowdown_percentiles();
    for (int p = 0; p < percentiles.size(); p++) {
      svg.append(
          String.format(Locale.ROOT, "%.1f,%.1f ", x(p + 1), y(percentiles.get(p), decades)));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "\"/>\n<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n",
            LEFT + WIDTH + 12,
            TOP + 20 + 20 * number,
            colour,
            figures.policy()));
  }

  private static double x(double percent) {
    return LEFT + WIDTH * percent / 100;
  }

  private static double y(double slowdown, int decades) {
    return TOP + HEIGHT * (1 - Math.log10(Math.max(1, slowdown)) / decades);
  }
}
