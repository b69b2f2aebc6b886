"""What `make prove` needs beside halmos."""
