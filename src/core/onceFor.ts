/** What follows from an object that never changes, worked out once for as long as the object lives. */
export function onceFor<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    let held = known.get(key);
    if (!held) {
      held = { value: make(key) };
      known.set(key, held);
    }
    return held.value;
  };
}
