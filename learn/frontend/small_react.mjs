/**
 * React's hooks without a page: enough to run one component and see what it renders. Components below it are not
 * called; their elements are what is looked at.
 */
let current;

/** Renders a component again whenever its state changes, and runs its effects. */
export class Root {
  #slots = [];
  #next = 0;
  #effects = [];
  #dirty = false;
  rendered;
  renders = 0;

  constructor(component) {
    this.component = component;
  }

  render() {
    if (++this.renders > 500) throw new Error("Home renders again and again: it sets state while it renders");
    this.#next = 0;
    this.#effects = [];
    current = this;
    try {
      this.rendered = this.component({});
    } finally {
      current = undefined;
    }
    for (const run of this.#effects) run();
  }

  slot(create) {
    const index = this.#next++;
    return (this.#slots[index] ??= create());
  }

  changed() {
    if (this.#dirty) return;
    this.#dirty = true;
    queueMicrotask(() => {
      this.#dirty = false;
      this.render();
    });
  }

  afterwards(run) {
    this.#effects.push(run);
  }
}

const same = (before, now) => before && now && before.length === now.length && before.every((each, i) => Object.is(each, now[i]));

export function useReducer(reduce, initial, make) {
  const root = current;
  const slot = root.slot(() => ({ state: make ? make(initial) : initial }));
  slot.reduce = reduce;
  slot.dispatch ??= (action) => {
    const next = slot.reduce(slot.state, action);
    if (Object.is(next, slot.state)) return;
    slot.state = next;
    root.changed();
  };
  return [slot.state, slot.dispatch];
}

export function useState(initial) {
  const apply = (state, action) => (typeof action === "function" ? action(state) : action);
  return useReducer(apply, initial, (first) => (typeof first === "function" ? first() : first));
}

export function useEffect(effect, dependencies) {
  const root = current;
  const slot = root.slot(() => ({}));
  if (slot.ran && same(slot.dependencies, dependencies)) return;
  root.afterwards(() => {
    slot.clean?.();
    slot.ran = true;
    slot.dependencies = dependencies;
    slot.clean = effect();
  });
}

export function useEffectEvent(callback) {
  const slot = current.slot(() => ({}));
  slot.callback = callback;
  return (slot.stable ??= (...values) => slot.callback(...values));
}

export function useMemo(make, dependencies) {
  const slot = current.slot(() => ({}));
  if (!same(slot.dependencies, dependencies)) Object.assign(slot, { value: make(), dependencies });
  return slot.value;
}

export const useRef = (initial) => current.slot(() => ({ current: initial }));
export const useCallback = (callback, dependencies) => useMemo(() => callback, dependencies);
export const useLayoutEffect = useEffect;
export const memo = (component) => component;
export const lazy = () => Fragment;
export const Suspense = "Suspense";
export const startTransition = (run) => run();
export const useTransition = () => [false, startTransition];
export const useId = () => current.slot(() => ({ id: "id" })).id;

export const Fragment = Symbol("Fragment");
export const jsx = (type, props) => ({ type, props: props ?? {} });
export const jsxs = jsx;
export const jsxDEV = jsx;
export const createElement = (type, props, ...children) => jsx(type, { ...props, children });

export default { useReducer, useState, useEffect, useEffectEvent, useMemo, useRef, useCallback, createElement, Fragment };
