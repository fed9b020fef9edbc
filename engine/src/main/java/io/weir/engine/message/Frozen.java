package io.weir.engine.message;

/** Marks containers that can't change, so that freezing them again costs one type check. */
sealed interface Frozen permits FrozenMap, FrozenList {}
