"""The authorised interface: machines with a key file and read conduct records, time lines and grades."""
