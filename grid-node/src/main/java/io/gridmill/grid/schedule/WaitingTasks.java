package io.gridmill.grid.schedule;

import io.gridmill.job.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The queue: tasks that wait for a node, in lines by shape, lines by what they ask of a node.
 *
 * <p>A task whose time has not come (it backs off between attempts) stands aside until then, and so
 * do the tasks of a gang until all have come.
 */
final class WaitingTasks {
  private final Nodes nodes;
  private final Shares shares;
  private final QueueOrder order;
  private final Gangs book;
  private final Map<Shape, Line> lines = new HashMap<>();
  private final Map<Demand, DemandQueue> queues = new HashMap<>();
  private final Map<Gang.Key, Gang> gangs = new HashMap<>();
  private final Map<Gang.Key, Line> gangLines = new HashMap<>();
  private final TreeMap<Long, List<TaskId>> aside = new TreeMap<>();
  private final Map<TaskId, Place> places = new HashMap<>();
  private final Map<String, Long> byAccount = new HashMap<>();
  private final Map<Gang.Key, Integer> byGang = new HashMap<>();

  /**
   * Where a task stands: in its line, or aside until a time in nanoseconds, which no clock that is
   * set anew changes.
   */
  private record Place(Entry entry, Shape shape, Gang.@Nullable Key gang, @Nullable Long aside) {}

  WaitingTasks(QueueOrder order, Nodes nodes, Shares shares, Gangs book) {
    this.order = order;
    this.book = book;
    this.nodes = nodes;
    this.shares = shares;
  }

  int size() {
    return places.size();
  }

  Map<String, Long> accounts(long many) {
    Map<String, Long> some = new HashMap<>();
    if (many > 0) {
      byAccount.forEach(
          (account, count) -> {
            if (count >= many) {
              some.put(account, count);
            }
          });
    }
    return some;
  }

  boolean has(TaskId id) {
    return places.containsKey(id);
  }

  /** Adds a task, or moves it to where it belongs now. */
  void add(Entry entry, Shape shape, Gang.@Nullable Key gang, long wait, long now) {
    remove(entry.id());
    Long until = wait > 0 ? now + wait : null;
    Place place = new Place(entry, shape, gang, until);
    places.put(entry.id(), place);
    order.count(entry.priority(), 1);
    byAccount.merge(shape.owner(), 1L, Long::sum);
    if (gang != null) {
      byGang.merge(gang, 1, Integer::sum);
    }
    if (until == null) {
      enter(place);
    } else {
      aside.computeIfAbsent(until, t -> new ArrayList<>()).add(entry.id());
    }
  }

  private void enter(Place place) {
    if (place.gang() != null) {
      gather(place.gang(), place);
      return;
    }
    Line line = lines.get(place.shape());
    if (line == null) {
      DemandQueue queue = queues.get(place.shape().demand());
      Rank rank = new Rank(0, 0, 0, place.entry().turn(), place.entry().id());
      if (queue == null) {
        queue = new DemandQueue(place.shape().demand(), null, rank);
        queues.put(place.shape().demand(), queue);
      }
      line = line(place.shape(), queue, place.entry());
      queue.use(1);
      lines.put(place.shape(), line);
      order.insert(line);
    } else {
      line.entries().add(place.entry());
      if (line.first().equals(place.entry())) {
        order.rankAgain(line);
        order.open(line.queue()); // others may make way for it
      }
    }
  }

  private Line line(Shape shape, DemandQueue queue, Entry first) {
    Shares.Party account = shares.account(shape.owner());
    Shares.Party project = shares.project(shape.owner(), shape.project());
    return new Line(shape, account, project, queue, first);
  }

  private void gather(Gang.Key key, Place place) {
    Gang gang = gangs.computeIfAbsent(key, Gang::new);
    gang.add(new Gang.Member(place.entry(), place.shape()));
    changed(key);
  }

  /** Has a gang stand in line if enough of it are here, and not if they are not. */
  void changed(Gang.@Nullable Key key) {
    Gang gang = key == null ? null : gangs.get(key);
    if (key == null || gang == null) {
      return;
    }
    boolean complete = gang.members().size() >= book.needed(key);
    Line known = gangLines.get(key);
    if (complete && known == null) {
      Gang.Member first = gang.members().iterator().next();
      Entry entry = first.entry();
      Demand demand = first.shape().demand();
      Rank rank = new Rank(0, 0, 0, entry.turn(), entry.id());
      Line line = line(first.shape(), new DemandQueue(demand, gang, rank), entry);
      gangLines.put(key, line);
      order.insert(line);
    } else if (!complete && known != null) {
      gangLines.remove(key);
      order.detach(known);
    }
  }

  /** Whether some of a gang wait here, those that stand aside among them. */
  boolean has(Gang.Key key) {
    return byGang.containsKey(key);
  }

  void remove(TaskId id) {
    Place place = places.remove(id);
    if (place == null) {
      return;
    }
    order.count(place.entry().priority(), -1);
    byAccount.merge(place.shape().owner(), -1L, (a, b) -> a + b == 0 ? null : a + b);
    if (place.gang() != null) {
      byGang.merge(place.gang(), -1, (a, b) -> a + b == 0 ? null : a + b);
    }
    if (place.aside() != null) {
      List<TaskId> sameTime = aside.get(place.aside());
      if (sameTime != null && sameTime.remove(id) && sameTime.isEmpty()) {
        aside.remove(place.aside());
      }
    } else if (place.gang() != null) {
      scatter(place.gang(), id);
    } else {
      leave(place);
    }
  }

  private void scatter(Gang.Key key, TaskId id) {
    Gang gang = gangs.get(key);
    if (gang == null) {
      return;
    }
    gang.remove(id);
    Line line = gangLines.get(key);
    if (line != null && (gang.members().isEmpty() || line.first().id().equals(id))) {
      gangLines.remove(key);
      order.detach(line);
    }
    if (gang.members().isEmpty()) {
      gangs.remove(key);
    } else {
      changed(key);
    }
  }

  private void leave(Place place) {
    Line line = lines.get(place.shape());
    if (line == null) {
      return;
    }
    boolean wasFirst = line.first().equals(place.entry());
    if (line.entries().size() > 1) {
      if (wasFirst) {
        line.entries().pollFirst();
        order.rankAgain(line);
      } else {
        line.entries().remove(place.entry());
      }
    } else if (wasFirst) {
      order.detach(line);
      line.entries().clear();
      lines.remove(place.shape());
      if (line.queue().use(-1) == 0) {
        queues.remove(line.queue().demand());
        nodes.forget(line.queue().demand());
      }
    }
  }

  /** Lets those in whose time has come; returns when the next one's comes, null if none waits. */
  @Nullable Long wake(long now) {
    while (!aside.isEmpty() && aside.firstKey() - now <= 0) {
      for (TaskId id : aside.pollFirstEntry().getValue()) {
        Place place = places.get(id);
        if (place != null) {
          Place in = new Place(place.entry(), place.shape(), place.gang(), null);
          places.put(id, in);
          enter(in);
        }
      }
    }
    return aside.isEmpty() ? null : aside.firstKey();
  }

  /** A node takes more of a shape behind those that it runs. */
  void openFor(Shape shape) {
    DemandQueue queue = queues.get(shape.demand());
    if (queue != null) {
      order.open(queue);
    }
  }

  // What people ask.

  /** Until when a task stands aside; null if it does not. */
  @Nullable Long asideUntil(TaskId id) {
    Place place = places.get(id);
    return place == null ? null : place.aside();
  }

  /** The line that a task stands in; null if it stands aside or is not there. */
  @Nullable Line lineOf(TaskId id) {
    Place place = places.get(id);
    if (place == null || place.aside() != null) {
      return null;
    }
    return place.gang() == null ? lines.get(place.shape()) : gangLines.get(place.gang());
  }

  /** The gang that a task belongs to and that has not gathered yet; null if there is none. */
  @Nullable Gang gatheringOf(TaskId id) {
    Place place = places.get(id);
    return place == null || place.gang() == null || gangLines.containsKey(place.gang())
        ? null
        : gangs.get(place.gang());
  }
}
