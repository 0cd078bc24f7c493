#include "CLibPQ.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// The functions of libpq that are called: result, name, parameters, arguments.
#define FUNCTIONS(F)                                                                                                  \
    F(int, PQbackendPID, (const PGconn *conn), (conn))                                                                \
    F(int, PQcancel, (PGcancel *cancel, char *buffer, int size), (cancel, buffer, size))                              \
    F(void, PQclear, (PGresult *res), (res))                                                                          \
    F(char *, PQcmdTuples, (PGresult *res), (res))                                                                    \
    F(PQconninfoOption *, PQconndefaults, (void), ())                                                                 \
    F(PostgresPollingStatusType, PQconnectPoll, (PGconn *conn), (conn))                                               \
    F(PGconn *, PQconnectStartParams, (const char *const *keywords, const char *const *values, int expand),           \
      (keywords, values, expand))                                                                                     \
    F(int, PQconnectionNeedsPassword, (const PGconn *conn), (conn))                                                   \
    F(void, PQconninfoFree, (PQconninfoOption *options), (options))                                                   \
    F(PQconninfoOption *, PQconninfoParse, (const char *text, char **message), (text, message))                       \
    F(int, PQconsumeInput, (PGconn *conn), (conn))                                                                    \
    F(char *, PQerrorMessage, (const PGconn *conn), (conn))                                                           \
    F(void, PQfinish, (PGconn *conn), (conn))                                                                         \
    F(int, PQflush, (PGconn *conn), (conn))                                                                           \
    F(char *, PQfname, (const PGresult *res, int column), (res, column))                                              \
    F(int, PQfnumber, (const PGresult *res, const char *name), (res, name))                                           \
    F(void, PQfreeCancel, (PGcancel *cancel), (cancel))                                                               \
    F(void, PQfreemem, (void *memory), (memory))                                                                      \
    F(Oid, PQftype, (const PGresult *res, int column), (res, column))                                                 \
    F(PGcancel *, PQgetCancel, (PGconn *conn), (conn))                                                                \
    F(PGresult *, PQgetResult, (PGconn *conn), (conn))                                                                \
    F(int, PQgetisnull, (const PGresult *res, int row, int column), (res, row, column))                               \
    F(int, PQgetlength, (const PGresult *res, int row, int column), (res, row, column))                               \
    F(char *, PQgetvalue, (const PGresult *res, int row, int column), (res, row, column))                             \
    F(int, PQisBusy, (PGconn *conn), (conn))                                                                          \
    F(int, PQnfields, (const PGresult *res), (res))                                                                   \
    F(PGnotify *, PQnotifies, (PGconn *conn), (conn))                                                                 \
    F(int, PQntuples, (const PGresult *res), (res))                                                                   \
    F(const char *, PQparameterStatus, (const PGconn *conn, const char *name), (conn, name))                          \
    F(char *, PQresultErrorField, (const PGresult *res, int code), (res, code))                                       \
    F(char *, PQresultErrorMessage, (const PGresult *res), (res))                                                     \
    F(ExecStatusType, PQresultStatus, (const PGresult *res), (res))                                                   \
    F(int, PQsendPrepare, (PGconn *conn, const char *name, const char *sql, int count, const Oid *types),             \
      (conn, name, sql, count, types))                                                                                \
    F(int, PQsendQueryParams,                                                                                         \
      (PGconn *conn, const char *sql, int count, const Oid *types, const char *const *values, const int *lengths,     \
       const int *formats, int format),                                                                               \
      (conn, sql, count, types, values, lengths, formats, format))                                                    \
    F(int, PQsendQueryPrepared,                                                                                       \
      (PGconn *conn, const char *name, int count, const char *const *values, const int *lengths, const int *formats,  \
       int format),                                                                                                   \
      (conn, name, count, values, lengths, formats, format))                                                          \
    F(int, PQserverVersion, (const PGconn *conn), (conn))                                                             \
    F(PGVerbosity, PQsetErrorVerbosity, (PGconn *conn, PGVerbosity verbosity), (conn, verbosity))                     \
    F(PQnoticeReceiver, PQsetNoticeReceiver, (PGconn *conn, PQnoticeReceiver receiver, void *context),                \
      (conn, receiver, context))                                                                                      \
    F(int, PQsetnonblocking, (PGconn *conn, int value), (conn, value))                                                \
    F(int, PQsocket, (const PGconn *conn), (conn))                                                                    \
    F(ConnStatusType, PQstatus, (const PGconn *conn), (conn))                                                         \
    F(PGTransactionStatusType, PQtransactionStatus, (const PGconn *conn), (conn))

// Each is defined here as a call of the loaded one, so that callers see libpq as if it were linked.
#define DEFINE(result, name, parameters, arguments)                                                                   \
    static __typeof__(name) *loaded_##name;                                                                           \
    result name parameters { return loaded_##name arguments; }
FUNCTIONS(DEFINE)

static char problem[256];

static void load(void) {
    void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        snprintf(problem, sizeof problem, "%s", dlerror());
        return;
    }
#define LOOK_UP(result, name, parameters, arguments)                                                                  \
    if (!(loaded_##name = (__typeof__(name) *)dlsym(library, #name))) {                                               \
        snprintf(problem, sizeof problem, "libpq.so.5 has no function " #name);                                       \
        return;                                                                                                       \
    }
    FUNCTIONS(LOOK_UP)
}

const char *phoenix_libpq_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return problem[0] ? problem : NULL;
}
