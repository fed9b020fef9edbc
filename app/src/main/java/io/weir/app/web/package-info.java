/** The web server: its settings, who may ask from where, certificates and folders of files. */
@org.jspecify.annotations.NullMarked
package io.weir.app.web;
