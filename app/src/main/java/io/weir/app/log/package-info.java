/** What the program writes about itself: to the console, files, syslog and topics of the broker. */
@NullMarked
package io.weir.app.log;

import org.jspecify.annotations.NullMarked;
