/** What all parts of the web server have in common: calls, answers, and who may ask from where. */
@org.jspecify.annotations.NullMarked
package io.weir.editor.http;
