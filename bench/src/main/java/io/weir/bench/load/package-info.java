/** Load runs of whole processes, beside their peers. */
package io.weir.bench.load;
