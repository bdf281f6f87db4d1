/* The control port: a line in, a line out. tests/faults/README.md has its words. */
#ifndef LINLI_FAULTS_PROXY_CONTROL_H
#define LINLI_FAULTS_PROXY_CONTROL_H

#define CONTROL_SESSIONS_MAX   8 /* who comes beyond is closed */
#define CONTROL_LINE_BYTES_MAX 256

/* Gives the program up when the port is not to be had. */
void control_open(int port, int *ret_port);

#endif
