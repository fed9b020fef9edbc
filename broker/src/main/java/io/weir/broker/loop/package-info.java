/** An event loop as the broker sees it: tasks from other threads, timers, deferred work. */
@NullMarked
package io.weir.broker.loop;

import org.jspecify.annotations.NullMarked;
