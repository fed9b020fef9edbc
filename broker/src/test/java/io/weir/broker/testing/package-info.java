/** Programs of others that tests start: Mosquitto, OpenSSL. */
package io.weir.broker.testing;
