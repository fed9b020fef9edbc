/** Tests made of messages: what goes into nodes, and what is to come out of them. */
@NullMarked
package io.weir.engine.messagetest;

import org.jspecify.annotations.NullMarked;
