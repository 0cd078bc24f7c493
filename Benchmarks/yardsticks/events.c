/* The yardstick for everything that reads manifests: runs libyaml's events over the given files, and nothing else. */
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

static long count_events(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) { perror(path); exit(1); }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(size + 1);
    if (fread(bytes, 1, size, file) != (size_t)size) { perror(path); exit(1); }
    fclose(file);

    yaml_parser_t parser;
    yaml_event_t event;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, bytes, size);
    long count = 0;
    for (int done = 0; !done;) {
        if (!yaml_parser_parse(&parser, &event)) { fprintf(stderr, "%s: %s\n", path, parser.problem); exit(1); }
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        count++;
    }
    yaml_parser_delete(&parser);
    free(bytes);
    return count;
}

int main(int argc, char **argv) {
    long count = 0;
    for (int i = 1; i < argc; i++) count += count_events(argv[i]);
    printf("%ld events\n", count);
    return 0;
}
