/** One class for each command of the command line. */
@NullMarked
package io.weir.app.commands;

import org.jspecify.annotations.NullMarked;
