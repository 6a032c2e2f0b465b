package io.gridmill.grid.store;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How values of a sealed interface are packed whose implementations are records. */
final class PackedKinds implements PackedForm {
  private final Class<?> root;
  private final Map<Short, PackedForm> kinds = new HashMap<>();

  PackedKinds(Class<?> root) {
    this.root = root;
    for (Class<?> kind : root.getPermittedSubclasses()) {
      if (kinds.put(PackedForm.hash(kind.getSimpleName()), PackedForm.of(kind)) != null) {
        throw new IllegalArgumentException(
            root.getSimpleName()
                + ": two names with one hash in "
                + Arrays.toString(root.getPermittedSubclasses()));
      }
    }
  }

  @Override
  public void write(PackedOutput out, Object value) {
    out.hash(PackedForm.hash(value.getClass().getSimpleName()));
    PackedForm.of(value.getClass()).write(out, value);
  }

  @Override
  public @Nullable Object read(PackedInput in, int end) {
    PackedForm kind = kinds.get(in.hash());
    if (kind == null) {
      throw new IllegalArgumentException(root.getSimpleName() + ": a kind that is not known here");
    }
    return kind.read(in, end);
  }
}
