/**
 * What is to run, worked out of a document: subflows unfolded, links resolved, config nodes in
 * order. Pure data; nothing in here runs.
 */
@NullMarked
package io.weir.engine.blueprint;

import org.jspecify.annotations.NullMarked;
