if (ready) 1;
else 2;
